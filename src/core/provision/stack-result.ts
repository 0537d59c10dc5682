import type { ResourceIds } from "../state/resource-members.ts";
import { playbackUrl } from "../../services/cloudfront/playback-url.ts";
import { isVerified, type ShowReport } from "../channel/judge-show.ts";
import type { Observed } from "../engine/resource.ts";
import { observeAll } from "../engine/plan.ts";
import type { AutoStop } from "../auto-stop/diagnose-auto-stop.ts";
import { endDocument, type EndDocument } from "../auto-stop/end-document.ts";
import { expiryDate } from "../keys/key-expiry.ts";
import type { PriceReport } from "../../config/price.ts";
import type { ResourceKind, Target } from "../state/state.ts";
import type { Ingest } from "../../services/medialive/ingest.ts";
import { describeIngest } from "../../services/medialive/ingest.ts";
import type { Stack } from "../stack/stack.ts";

/** What a provisioning run ends with: the one document of `--json`, and what the result card is drawn from. */
export type ResultDocument = {
  readonly name: string;
  readonly target: Target;
  readonly stackId: string;
  readonly resources: readonly {
    readonly kind: ResourceKind;
    readonly id: string | null;
    /** As the service calls it: `RUNNING`, `Deployed`; keys and caches are `created`. */
    readonly status: string;
  }[];
  /** Momento's HTTP data API, without a trailing slash. */
  readonly restEndpoint: string;
  readonly playbackUrl: string | null;
  readonly ingest: Ingest | null;
  /** ISO 8601; null when a key never expires or there is none. */
  readonly keysExpireAt: { readonly encoder: string | null; readonly player: string | null };
  readonly bills: readonly string[];
  /** What it costs from now on; null where it was not asked. In a rehearsal, what the same would cost for real. */
  readonly price: PriceReport | null;
  /** What stops the channel by itself; null where nobody looked. */
  readonly end: EndDocument;
  /** True or false when this run started the channel and looked, else null. */
  readonly verified: boolean | null;
  /** What it saw then, in a stable code and in words. */
  readonly show: ShowReport | null;
  /** The channel runs, and bills. */
  readonly running: boolean;
  /** What this run warned of and a person should know later: keys that an answer was lost for, for example. */
  readonly notes: readonly string[];
  readonly next: string;
};

type ResultFacts = {
  readonly isRehearsal: boolean;
  readonly show: ShowReport | null;
  /** What to type next, or what tells it once it is known whether the channel runs. */
  readonly next: string | ((runs: boolean) => string);
  readonly notes?: readonly string[];
  readonly price?: PriceReport | undefined;
  readonly end?: AutoStop | undefined;
  /** Undefined asks the clouds anew. */
  readonly observed?: Observed | undefined;
};

/** Reads what exists now and makes the result of it. */
export async function buildResult(
  stack: Stack,
  signal: AbortSignal,
  { isRehearsal, show, next, notes = [], price, end, observed: seen }: ResultFacts,
): Promise<ResultDocument> {
  const context = stack.planContext();
  const observed = seen ?? (await observeStack(stack, signal));
  const kinds = stack.resources.map(({ kind }) => kind).filter((kind) => context.resources[kind]);
  const runs = statusOf(observed, "channel") === "RUNNING";
  return {
    name: stack.spec.name,
    target: stack.target,
    stackId: context.stackId,
    resources: kinds.map((kind) => ({
      kind,
      id: idOf(context.resources[kind]?.ids ?? {}),
      status: statusOf(observed, kind),
    })),
    restEndpoint: context.momentoRestUrl,
    ...addressesOf(stack),
    keysExpireAt: {
      encoder: expiryDate(context.resources.encoderKey?.expiresAt),
      player: expiryDate(context.resources.playerKey?.expiresAt),
    },
    bills: isRehearsal ? [] : billsFor(observed, kinds),
    price: price ?? null,
    end: endDocument(end),
    verified: show === null ? null : isVerified(show),
    show,
    running: runs,
    notes,
    next: typeof next === "string" ? next : next(runs),
  };
}

/** Where to play and where to send; asks nobody. */
export function addressesOf({
  planContext,
}: Pick<Stack, "planContext">): Pick<ResultDocument, "playbackUrl" | "ingest"> {
  const context = planContext();
  const domain = context.resources.distribution?.ids["domain"];
  return {
    playbackUrl: domain === undefined ? null : playbackUrl(domain),
    ingest: describeIngest(context) ?? null,
  };
}

/** Asks the clouds of everything that the state knows and that was not `seen` since it was last written or waited for. */
export async function observeStack(
  stack: Stack,
  signal: AbortSignal,
  seen: Observed = new Map(),
): Promise<Observed> {
  const context = stack.planContext();
  const unseen = stack.resources.filter(
    ({ kind }) => context.resources[kind] !== undefined && !seen.has(kind),
  );
  return new Map([...seen, ...(await observeAll(unseen, context, signal))]);
}

function statusOf(observed: Observed, kind: ResourceKind): string {
  const observation = observed.get(kind);
  if (observation?.is === "ours") return observation.status;
  return observation?.is === "absent" ? "gone" : "created";
}

function idOf(ids: ResourceIds): string | null {
  return ids["id"] ?? ids["name"] ?? ids["arn"] ?? null;
}

/** What costs money from now on, in words (MediaLive pricing page); the price says how much. */
function billsFor(observed: Observed, kinds: readonly ResourceKind[]): readonly string[] {
  const channel = statusOf(observed, "channel");
  const lines: string[] = [];
  if (kinds.includes("channel"))
    lines.push(
      channel === "RUNNING"
        ? "MediaLive: the running channel bills by the minute, with or without a picture"
        : "MediaLive: a stopped channel and an idle push input still bill a little until they are deleted",
    );
  if (kinds.includes("cache")) lines.push("Momento: operations, transfer and what is stored");
  if (kinds.includes("distribution")) lines.push("CloudFront: requests and transfer to viewers");
  return lines;
}
