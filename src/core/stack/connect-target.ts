import type { Target } from "../state/state.ts";
import { requireV2 } from "../../services/momento/account-failure.ts";
import { readApiKey } from "../../services/momento/api-key.ts";
import { keyKind } from "../../services/momento/key-kind.ts";
import { nearestCell, UNKNOWN_CELL } from "../../config/momento-cells.ts";
import { momentoCell } from "../../config/momento-endpoint.ts";
import { Secret } from "../../config/secret.ts";
import type { Spec } from "../../config/spec.ts";
import type { Host } from "../host.ts";
import { type Clients, connectClients } from "./clients.ts";
import type { FoundKey } from "../../services/momento/found-key.ts";
import type { RehearsalEndpoints } from "./rehearsal-endpoints.ts";
import { noteRetries } from "../engine/note-retries.ts";

/** The clouds (or emulators) of a run, and who we are there. */
export type OpenTarget = {
  readonly target: Target;
  readonly account: string;
  /** ARN of the caller; undefined offline. */
  readonly identity: string | undefined;
  readonly cell: string;
  readonly clouds: Clients;
};

/** With which credentials the clouds are asked, or which rehearsal stands for them. */
export type Access = {
  /** The AWS profile; undefined takes the usual chain. */
  readonly profile: string | undefined;
  readonly momentoKey: FoundKey | undefined;
  readonly rehearsal: RehearsalEndpoints | undefined;
};

type TargetOptions = Access & {
  readonly spec: Pick<Spec, "region" | "origin">;
  /** Is the origin made? Then a key that cannot make what the Spec wants is refused before any network. */
  readonly makesOrigin?: boolean;
};

const OFFLINE_ACCOUNT = "000000000000";

/**
 * Checks the form of the Momento key and asks AWS who we are. Throws the MOMENTO_KEY_… codes before any network, then
 * what `whoAmI` throws.
 */
export async function openTarget(host: Host, options: TargetOptions): Promise<OpenTarget> {
  const { spec, rehearsal, momentoKey, profile } = options;
  const { revocableKeys, accountUrl } = spec.origin;
  const text =
    (rehearsal === undefined ? momentoKey?.text : rehearsalKey(rehearsal, revocableKeys)) ?? "";
  const from = rehearsal === undefined ? (momentoKey?.from ?? "MOMENTO_API_KEY") : "sandbox.json";
  const key = readApiKey(text, {
    from,
    // The sandbox knows where it is; a file's cell is for the clouds.
    endpoint: rehearsal === undefined ? (spec.origin.endpoint ?? momentoKey?.endpoint) : undefined,
    cell: rehearsal === undefined ? undefined : cellOf(rehearsal),
    now: host.clock.now(),
  });
  if (options.makesOrigin === true && revocableKeys) requireV2(text, from);
  const clouds = connectClients(host, {
    region: spec.region,
    profile,
    momentoKey: key.apiKey,
    momentoEndpoint: key.endpoint,
    accountUrl,
    rehearsal,
    onRetry: noteRetries(host.emit),
  });
  const { account, arn } = await clouds.identity().catch(async (error: unknown) => {
    await clouds.close();
    throw error;
  });
  const target: Target =
    rehearsal === undefined
      ? { kind: "clouds", account, region: spec.region, cell: key.endpoint }
      : { kind: "sandbox", id: rehearsal.id };
  return { target, account, identity: arn, cell: key.endpoint, clouds };
}

/** A target that nothing is asked of: for `--dry-run --offline`. The account shows as zeros, the cell as the nearest one. */
export function offlineTarget(host: Host, options: TargetOptions): OpenTarget {
  const { spec, rehearsal, profile } = options;
  const cell =
    momentoCell(spec.origin.endpoint ?? "") ?? nearestCell(spec.region)?.endpoint ?? UNKNOWN_CELL;
  const clouds = connectClients(host, {
    region: spec.region,
    profile,
    momentoKey: Secret.pending(),
    momentoEndpoint: cell,
    accountUrl: spec.origin.accountUrl,
    rehearsal,
  });
  const target: Target =
    rehearsal === undefined
      ? { kind: "clouds", account: OFFLINE_ACCOUNT, region: spec.region, cell }
      : { kind: "sandbox", id: rehearsal.id };
  return { target, account: OFFLINE_ACCOUNT, identity: undefined, cell, clouds };
}

/** The rehearsal's key of the kind that the Spec needs. */
function rehearsalKey(
  { momentoApiKey, momentoAccountKey }: RehearsalEndpoints,
  isV2: boolean,
): string {
  return (isV2 ? momentoAccountKey : undefined) ?? momentoApiKey;
}

/** A v2 key does not carry its cell; the rehearsal's v1 key does. */
function cellOf({ momentoApiKey }: RehearsalEndpoints): string | undefined {
  const seen = keyKind(momentoApiKey);
  return seen.kind === "v1" ? seen.endpoint : undefined;
}
