import type { Host } from "./host.ts";

/** A host like `host` that knows whether work waited for a cloud: what was seen before is old then. */
export function notingWaits(host: Host): {
  readonly host: Host;
  readonly hasWaited: () => boolean;
} {
  let waited = false;
  const emit: Host["emit"] = (event) => {
    waited ||= event.type === "step.waiting";
    host.emit(event);
  };
  return { host: { ...host, emit }, hasWaited: () => waited };
}
