import type { RunningSandbox, SandboxOptions } from "./options.ts";

export { parseFault } from "./fault-text.ts";
export type { Fault } from "./faults.ts";
export type { GatedCall } from "./gate.ts";
export type { RunningSandbox, SandboxOptions, SandboxService, TlsAccess } from "./options.ts";
export type { InventoryItem, Latency, LogLine } from "./world.ts";

/** Starts all emulators on loopback. Rejects when a fixed port is in use. */
export async function startSandbox(_options: SandboxOptions = {}): Promise<RunningSandbox> {
  throw new Error("the sandbox is not composed yet");
}
