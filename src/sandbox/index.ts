import type { Fault } from "./faults.ts";
import type { RunningSandbox, SandboxOptions } from "./options.ts";

export { parseQuota } from "./account-quotas.ts";
export { ffmpegAvailability } from "./encoder/inputs/ffmpeg.ts";
export { parseFault } from "./fault-text.ts";
export type { Fault } from "./faults.ts";
export type { GatedCall } from "./gate.ts";
export type { RunningSandbox, SandboxOptions, SandboxService, TlsAccess } from "./options.ts";
export type { AccountLimits } from "./momento/limits.ts";
export { parseReading } from "./readings.ts";
export type { Readings } from "./readings.ts";
export type { InventoryItem, Latency, LogLine } from "./world.ts";

// What flags say is read before the emulators are loaded.

/**
 * Starts all emulators on loopback. Rejects when a fixed port is in use (an error with code EADDRINUSE), and with a policy
 * that cannot be evaluated; nothing stays open then.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const { startEmulators } = await import("./start.ts");
  return startEmulators(options);
}

/** Reads a file of faults. Rejects with an Error that says what is wrong in it. */
export async function parseFaults(text: string): Promise<readonly Fault[]> {
  const list = await import("./fault-list.ts");
  return list.parseFaults(text);
}
