import type { SecretStore } from "../engine/resource.ts";
import type { ResourceStates } from "../state/state.ts";
import { type AccessKeyKind, PREVIOUS, WHOSE } from "../../services/momento/key-roles.ts";
import type { Host } from "../host.ts";

const DAY_MS = 86_400_000;
/** From here on every command warns. */
const WARN_MS = 7 * DAY_MS;

/** A key and the moment it ends. */
type Expiring = {
  readonly kind: AccessKeyKind;
  /** It was replaced, but the running channel still writes with it. */
  readonly isPrevious: boolean;
  /** Epoch seconds. */
  readonly expiresAt: number;
};

/** Every key of a stack that is in use and expires some day, the first to go first. */
export function expiringKeys(resources: ResourceStates, secrets: SecretStore): readonly Expiring[] {
  return (["encoderKey", "playerKey"] as const)
    .flatMap((kind) => [
      { kind, isPrevious: false, expiresAt: resources[kind]?.expiresAt ?? 0 },
      { kind, isPrevious: true, expiresAt: secrets.get(PREVIOUS[kind])?.expiresAt ?? 0 },
    ])
    .filter(({ expiresAt }) => expiresAt > 0)
    .toSorted((one, other) => one.expiresAt - other.expiresAt);
}

/** The moment a key expires (`epochSeconds`, 0 for never) in ISO 8601; null when it never does or there is none. */
export function expiryDate(epochSeconds: number | undefined): string | null {
  return epochSeconds === undefined || epochSeconds === 0
    ? null
    : new Date(epochSeconds * 1000).toISOString();
}

/** Does a key end within so many milliseconds, or has it? */
function endsWithin({ expiresAt }: Expiring, milliseconds: number, now: number): boolean {
  return expiresAt * 1000 - now < milliseconds;
}

/** Warns of keys that end within seven days: a show that runs on an expired key goes dark. */
export function noteExpiry(host: Host, stackName: string, keys: readonly Expiring[]): void {
  const now = host.clock.now();
  const rotate = host.commandFor("rotate-keys", stackName);
  for (const key of keys.filter((each) => endsWithin(each, WARN_MS, now)))
    host.emit({
      type: "note",
      level: "warning",
      code: "KEY_EXPIRES",
      message: `${lastsUntil(key, now)}: ${rotate}`,
    });
}

/** `The encoder key expires on 2026-01-31 (in 6 days)`, or that it has. */
export function lastsUntil(key: Expiring, now: number): string {
  const leftMs = key.expiresAt * 1000 - now;
  const whose = WHOSE[key.kind];
  const name = key.isPrevious
    ? `The ${whose} key that a rotation has replaced, and that may still be in use,`
    : `The ${whose} key`;
  const day = new Date(key.expiresAt * 1000).toISOString().slice(0, 10);
  if (leftMs <= 0) return `${name} expired on ${day}`;
  const hours = Math.floor(leftMs / 3_600_000);
  const left = hours < 48 ? `${hours} h` : `${Math.floor(leftMs / DAY_MS)} days`;
  return `${name} expires on ${day} (in ${left})`;
}
