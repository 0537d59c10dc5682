import type { Target } from "../state/state.ts";
import { NO_ACCOUNT } from "../state/target.ts";
import { requireV2 } from "../../services/momento/account-failure.ts";
import { type ApiKey, readApiKey } from "../../services/momento/api-key.ts";
import { keyKind } from "../../services/momento/key-kind.ts";
import { nearestCell, UNKNOWN_CELL } from "../../config/momento-cells.ts";
import { momentoCell } from "../../config/momento-endpoint.ts";
import { Secret } from "../../config/secret.ts";
import type { Spec } from "../../config/spec.ts";
import type { Host } from "../host.ts";
import type { ClientPool } from "./client-pool.ts";
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
  readonly clients: Clients;
};

/** With which credentials the clouds are asked, or which rehearsal stands for them. */
export type Access = {
  /** The AWS profile; undefined takes the usual chain. */
  readonly profile: string | undefined;
  /** False where this machine shows no sign of any. */
  readonly hasAwsCredentials?: boolean | undefined;
  /** Undefined where Momento is not asked, or with the stack's own key once that is found. */
  readonly momentoKey: FoundKey | undefined;
  readonly rehearsal: RehearsalEndpoints | undefined;
  /** Clients that several stacks share which a run only looks at. */
  readonly pool?: ClientPool | undefined;
};

type TargetOptions = Access & {
  readonly spec: Pick<Spec, "region" | "origin">;
  /** The cell that the stack's files or its resources name, for a run without a key or with one that carries none. */
  readonly cell?: string | undefined;
  /** Is the origin made? Then a key that cannot make what the Spec wants is refused before any network. */
  readonly makesOrigin?: boolean;
  /** False where nothing is asked of AWS: who has no credentials goes on without, and the account is told later. */
  readonly needsAws?: boolean;
};

/**
 * Checks the form of the Momento key and asks AWS who we are. Throws the MOMENTO_KEY_… codes before any network, then
 * what `whoAmI` throws.
 */
export async function openTarget(host: Host, options: TargetOptions): Promise<OpenTarget> {
  const { spec, rehearsal, momentoKey, profile } = options;
  const key = readKey(host, options);
  const endpoint =
    key?.endpoint ?? options.cell ?? momentoCell(spec.origin.endpoint ?? "") ?? UNKNOWN_CELL;
  if (options.makesOrigin === true && spec.origin.revocableKeys)
    requireV2(key?.apiKey.reveal() ?? "", momentoKey?.from ?? "sandbox.json");
  const clients = connectClients(host, {
    region: spec.region,
    profile,
    momentoKey: key?.apiKey,
    isKeyForOneCache: rehearsal === undefined && momentoKey?.isForOneCache === true,
    momentoEndpoint: endpoint,
    accountUrl: spec.origin.accountUrl,
    rehearsal,
    pool: options.pool,
    onRetry: noteRetries(host.emit),
  });
  const isWithoutAws = options.needsAws === false && options.hasAwsCredentials === false;
  const who = isWithoutAws ? { account: NO_ACCOUNT, arn: undefined } : clients.identity();
  const { account, arn } = await Promise.resolve(who).catch(async (error: unknown) => {
    await clients[Symbol.asyncDispose]();
    throw error;
  });
  const target: Target =
    rehearsal === undefined
      ? { kind: "clouds", account, region: spec.region, cell: endpoint }
      : { kind: "sandbox", id: rehearsal.id };
  return { target, account, identity: arn, cell: endpoint, clients };
}

/** The key of this run in its checked form; undefined where it goes without. Throws the MOMENTO_KEY_… codes. */
function readKey(
  host: Host,
  { spec, rehearsal, momentoKey, cell }: TargetOptions,
): ApiKey | undefined {
  const now = host.clock.now();
  if (rehearsal !== undefined)
    // The sandbox knows where it is; a file's cell is for the clouds.
    return readApiKey(rehearsalKey(rehearsal, spec.origin.revocableKeys), {
      from: "sandbox.json",
      cell: cellOf(rehearsal),
      now,
    });
  if (momentoKey === undefined) return undefined;
  return readApiKey(momentoKey.text, {
    from: momentoKey.from,
    endpoint: spec.origin.endpoint ?? momentoKey.endpoint,
    cell,
    now,
  });
}

/** A target that nothing is asked of: for `--dry-run --offline`. The account shows as zeros, the cell as the nearest one. */
export function offlineTarget(host: Host, options: TargetOptions): OpenTarget {
  const { spec, rehearsal, profile } = options;
  const cell =
    momentoCell(spec.origin.endpoint ?? "") ?? nearestCell(spec.region)?.endpoint ?? UNKNOWN_CELL;
  const clients = connectClients(host, {
    region: spec.region,
    profile,
    momentoKey: Secret.pending(),
    momentoEndpoint: cell,
    accountUrl: spec.origin.accountUrl,
    rehearsal,
  });
  const target: Target =
    rehearsal === undefined
      ? { kind: "clouds", account: NO_ACCOUNT, region: spec.region, cell }
      : { kind: "sandbox", id: rehearsal.id };
  return { target, account: NO_ACCOUNT, identity: undefined, cell, clients };
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
