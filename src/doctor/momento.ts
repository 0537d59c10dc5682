import { DEFAULT_NAME } from "../config/names.ts";
import { LiveOriginError } from "../config/failure.ts";
import { compareLimits, ladderDemand } from "../config/limits/limits.ts";
import type { CacheLimits } from "../services/momento/reported-limits.ts";
import { get } from "../verify/client.ts";
import type { Invocation } from "../cli/command.ts";
import type { Check } from "./check.ts";
import type { DoctorInput } from "./evidence.ts";

const DAY_SECONDS = 86_400;
const SOON_DAYS = 7;

const KINDS: Readonly<Record<string, string>> = {
  v1: "a v1 key (expires, cannot be revoked)",
  v2: "a v2 key (can be revoked in the console)",
  inner: "the inside of a v1 key",
  session: "a session token",
  legacy: "a legacy token, which cannot make keys",
};

/** The Momento account: the key, whether it may manage caches, and the limits against the ladder. */
export function momentoChecks(
  { context }: Invocation,
  { momentoKey, momentoKeyFrom, needsNoAccount, clients, spec }: DoctorInput,
): readonly Check[] {
  const callOptions = { signal: context.signal };
  const cache = spec instanceof LiveOriginError ? DEFAULT_NAME : spec.origin.cache;
  let listed: Promise<CacheLimits> | undefined;
  const limits = (): Promise<CacheLimits> =>
    (listed ??= clients.momento().then((momento) => momento.limits(cache, callOptions)));
  const noKey = { verdict: "skipped", saw: "there is no usable key" } as const;
  return [
    {
      id: "momento-key",
      about: "momento",
      look: () => {
        if (momentoKey instanceof LiveOriginError) {
          if (!needsNoAccount || momentoKey.code !== "MOMENTO_KEY_MISSING") throw momentoKey;
          return Promise.resolve({
            verdict: "warn",
            saw: "no key of the account was found, and this stack needs none: it has keys of its own for its cache; the account's limits are not looked at",
          } as const);
        }
        const { kind, endpoint, expiresAt } = momentoKey;
        const left =
          expiresAt === undefined
            ? undefined
            : (expiresAt - context.clock.now() / 1000) / DAY_SECONDS;
        const saw = `${KINDS[kind] ?? kind} from ${momentoKeyFrom} for ${endpoint}${left === undefined ? "" : `, ${left.toFixed(1)} days left`}`;
        if (kind === "legacy" || kind === "inner")
          return Promise.resolve({
            verdict: "warn",
            saw,
            hint: "Use a super-user key as the console shows it: https://console.gomomento.com/api-keys",
          } as const);
        return Promise.resolve(
          left !== undefined && left < SOON_DAYS
            ? ({
                verdict: "warn",
                saw,
                hint: "Make a new one in the Momento console in time.",
              } as const)
            : ({ verdict: "pass", saw } as const),
        );
      },
    },
    {
      id: "momento-reachable",
      about: "momento",
      look: async () => {
        if (momentoKey instanceof LiveOriginError) return noKey;
        const url = `${clients.momentoRestUrl}/cache/live-origin/live-origin-probe`;
        const answer = await get(url, {}, { signal: context.signal });
        return answer === undefined
          ? {
              verdict: "fail",
              saw: `nothing answers at ${clients.momentoRestUrl}`,
              hint: "Check the network, a proxy, and the endpoint that belongs to the key.",
            }
          : { verdict: "pass", saw: `${clients.momentoRestUrl} answers` };
      },
    },
    {
      id: "momento-rights",
      about: "momento",
      look: async () => {
        if (momentoKey instanceof LiveOriginError) return noKey;
        const { caches } = await limits();
        const there = caches.includes(cache) ? `; ${cache} is there already` : "";
        return {
          verdict: "pass",
          saw: `the key may list caches: ${caches.length} on the first page${there}; whether it may make caches and keys shows when it does`,
        };
      },
    },
    ...(spec instanceof LiveOriginError || !spec.origin.revocableKeys
      ? []
      : [
          {
            id: "momento-roles",
            about: "momento",
            look: async () => {
              if (momentoKey instanceof LiveOriginError) return noKey;
              const account = await clients.account();
              const roles = await account.listRoles(callOptions);
              return {
                verdict: "pass",
                saw: `the key may list roles at ${spec.origin.accountUrl}: ${roles.length}; whether it may make and delete them shows when it does`,
              } as const;
            },
          } as const,
        ]),
    {
      id: "momento-limits",
      about: "momento",
      look: async () => {
        if (momentoKey instanceof LiveOriginError) return noKey;
        if (spec instanceof LiveOriginError)
          return { verdict: "skipped", saw: "the Spec cannot be used" };
        const { reported } = await limits();
        const demand = ladderDemand(spec);
        const findings = compareLimits(demand, reported);
        if (findings.length > 0)
          return findings.map(({ level, message }) => ({
            verdict: level === "stop" ? "fail" : "warn",
            saw: message,
          }));
        return {
          verdict: "pass",
          saw: `the ladder writes ${demand.operationsPerSecond} operations/s and ${demand.throughputKiBps} KiB/s: ${reported === undefined ? "within the documented defaults (no cache reports limits yet)" : "within the account's limits"}`,
        };
      },
    },
  ];
}
