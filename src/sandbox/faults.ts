import type { SandboxClock } from "./clock.ts";
import type { Gate, GatedCall, GateVerdict } from "./gate.ts";
import { createTokenBucket, type TokenBucket } from "./token-bucket.ts";
import type { NamedError } from "./wire.ts";

/** Which calls a fault applies to. `*` stands for any run of characters in each of the three. */
type FaultTarget = {
  /** `medialive`, `cloudfront`, `iam`, `sts`, `ssm`, `scheduler`, `pricing`, `service-quotas`, `momento`. */
  readonly service: string;
  /** `CreateChannel`, `PutItem`, `Describe*` … */
  readonly operation: string;
  readonly resource?: string | undefined;
};

/** What happens to them. `times` counts down with each use; without it the fault stays. */
export type FaultEffect =
  | { readonly effect: "refuse"; readonly times?: number | undefined; readonly error: NamedError }
  | { readonly effect: "drop-before"; readonly times?: number | undefined }
  | { readonly effect: "drop-after"; readonly times?: number | undefined }
  | {
      readonly effect: "delay";
      readonly times?: number | undefined;
      readonly milliseconds: number;
    }
  | {
      readonly effect: "throttle";
      readonly times?: number | undefined;
      readonly perSecond: number;
      readonly error: NamedError;
    }
  | { readonly effect: "transition"; readonly times?: number | undefined; readonly to: string };

export type Fault = FaultTarget & FaultEffect;

/** Sees every emulated call, before and after its effect; the call waits for it. */
export type CallObserver = (phase: "before" | "after", call: GatedCall) => void | Promise<void>;

export type FaultGate = Gate & {
  /** Replaces all faults. */
  set(faults: readonly Fault[]): void;
  add(faults: readonly Fault[]): void;
  /** What is still armed, with the uses that are left. */
  faults(): readonly Fault[];
};

type Armed = { readonly fault: Fault; left: number; readonly bucket: TokenBucket | undefined };

/** The gate of all emulated services: observers first, then delays, then the first fault that applies. */
export function createGate({
  faults = [],
  onCall,
  clock,
  closing,
}: {
  readonly faults?: readonly Fault[] | undefined;
  readonly onCall?: CallObserver | undefined;
  readonly clock: SandboxClock;
  readonly closing?: AbortSignal | undefined;
}): FaultGate {
  const arm = (fault: Fault): Armed => ({
    fault,
    left: fault.times ?? Infinity,
    bucket: fault.effect === "throttle" ? createTokenBucket(fault.perSecond, clock) : undefined,
  });
  let armed = faults.map(arm);
  const use = (one: Armed): void => {
    one.left -= 1;
    armed = armed.filter(({ left }) => left > 0);
  };
  const matching = (call: GatedCall, effect: Fault["effect"]): readonly Armed[] =>
    armed.filter(({ fault }) => fault.effect === effect && applies(fault, call));
  const first = (call: GatedCall, effect: "drop-before" | "drop-after"): boolean => {
    const [found] = matching(call, effect);
    if (found !== undefined) use(found);
    return found !== undefined;
  };
  return {
    set(next) {
      armed = next.map(arm);
    },
    add(more) {
      armed = [...armed, ...more.map(arm)];
    },
    faults: () =>
      armed.map(({ fault, left }) => (left === Infinity ? fault : { ...fault, times: left })),
    async before(call): Promise<GateVerdict> {
      await onCall?.("before", call);
      for (const one of matching(call, "delay")) {
        if (one.fault.effect !== "delay") continue;
        use(one);
        await clock.sleep(one.fault.milliseconds, closing).catch(() => undefined);
      }
      if (first(call, "drop-before")) return { drop: true };
      for (const one of [...matching(call, "refuse"), ...matching(call, "throttle")]) {
        if (!("error" in one.fault) || one.bucket?.take(1) === true) continue;
        use(one);
        return { refuse: one.fault.error };
      }
      return { pass: true };
    },
    async after(call) {
      await onCall?.("after", call);
      return first(call, "drop-after") ? "drop" : "respond";
    },
    transition(call) {
      const [found] = matching(call, "transition");
      if (found?.fault.effect !== "transition") return undefined;
      use(found);
      return found.fault.to;
    },
  };
}

function applies(fault: Fault, call: GatedCall): boolean {
  return (
    glob(fault.service, call.service) &&
    glob(fault.operation, call.operation) &&
    (fault.resource === undefined || glob(fault.resource, call.resource ?? ""))
  );
}

function glob(pattern: string, text: string): boolean {
  const [head = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return pattern === text;
  if (!text.startsWith(head)) return false;
  let at = head.length;
  const tail = rest.pop() ?? "";
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - tail.length >= at && text.endsWith(tail);
}
