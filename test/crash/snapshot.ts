import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CrashBed } from "./crash-bed.ts";

/** All that must be the same after a kill and a second run as after one undisturbed run. */
export type Snapshot = {
  readonly state: unknown;
  readonly inventory: readonly string[];
  readonly files: readonly string[];
  readonly inUse: unknown;
};

type Json = Readonly<Record<string, unknown>>;

const BLANKED_MEMBERS = new Set([
  "stackId",
  "createdAt",
  "changedAt",
  // What was ever put there: a run that was killed may have put there more.
  "marks",
  // Of lists that depend on when the run before was killed.
  "foundAtStart",
  "expiresAt",
  "endsAt",
  "value",
  "bodyHash",
]);
const BLANKED_VALUES = new Set(["ids", "fingerprints"]);

/** What is on disk and in the clouds now, with ids, tokens and times blanked. */
export async function snapshot(bed: CrashBed, name: string): Promise<Snapshot> {
  const folder = join(bed.cwd, ".live-origin/sandbox", name);
  const state = await readJson(join(folder, "state.json"));
  return {
    state: blank(state),
    inventory: bed
      .inventory()
      .map(({ service, kind, status = "", tags = {} }) => {
        const own = Object.keys(tags).toSorted().join(",");
        // A schedule's status is its time, and that depends on when the run was.
        return `${service} ${kind} ${kind === "schedule" ? "" : status} [${own}]`;
      })
      .toSorted(),
    files: (await readdir(folder)).toSorted(),
    inUse: await keysInUse(bed, folder, state),
  };
}

/** The stack's keys as they are now, to see which ones a run has replaced. */
export async function keysOf(
  bed: CrashBed,
  name: string,
): Promise<Readonly<Record<string, string>>> {
  const keys = await readJson(join(bed.cwd, ".live-origin/sandbox", name, "keys.json"));
  return Object.fromEntries(
    ["encoderKey", "playerKey"].flatMap((slot) => {
      const key = (keys[slot] as { apiKey?: string } | undefined)?.apiKey;
      return key === undefined ? [] : [[slot, key]];
    }),
  );
}

/** What is left of our own in the folder when nothing should be left. */
export async function leftOnDisk(bed: CrashBed): Promise<readonly string[]> {
  const left = await readdir(join(bed.cwd, ".live-origin"), { recursive: true });
  return left.filter((name) => name !== "sandbox.json" && name !== ".gitignore").toSorted();
}

/** Does the stack have the keys in `keys.json` where they are used, and the state their fingerprints? */
async function keysInUse(bed: CrashBed, folder: string, state: Json): Promise<unknown> {
  const keys = await readJson(join(folder, "keys.json"));
  const resources = (state["resources"] ?? {}) as Readonly<
    Record<string, { ids?: Json } | undefined>
  >;
  const encoder = (keys["encoderKey"] as { apiKey?: string } | undefined)?.apiKey;
  const player = (keys["playerKey"] as { apiKey?: string } | undefined)?.apiKey;
  const channel = String(resources["channel"]?.ids?.["id"]);
  const distribution = String(resources["distribution"]?.ids?.["id"]);
  const parameter = resources["parameter"]?.ids?.["name"];
  const channelText = await textOf(`${bed.sandbox.endpoints.medialive}/prod/channels/${channel}`);
  const distributionText = await textOf(
    `${bed.sandbox.endpoints.cloudfront}/2020-05-31/distribution/${distribution}/config`,
  );
  return {
    encoderKeyInChannel: encoder !== undefined && channelText.includes(encodeURIComponent(encoder)),
    encoderKeyInParameter:
      typeof parameter === "string" && (await parameterOf(bed, parameter)) === encoder,
    playerKeyInDistribution: player !== undefined && distributionText.includes(player),
  };
}

async function parameterOf(bed: CrashBed, name: string): Promise<string | undefined> {
  const answer = await fetch(bed.sandbox.endpoints.ssm, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AmazonSSM.GetParameter",
    },
    body: JSON.stringify({ Name: name, WithDecryption: true }),
  });
  const body = (await answer.json()) as { Parameter?: { Value?: string } };
  return body.Parameter?.Value;
}

async function textOf(url: string): Promise<string> {
  return (await fetch(url)).text();
}

async function readJson(path: string): Promise<Json> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) throw error;
    return {};
  }
}

function blank(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(blank);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      // Nothing done and no word about it is the same.
      .filter(([key, inner]) => key !== "done" || (inner as unknown[]).length > 0)
      // Known only where lists of the run were read, which a run that was killed may have written.
      .filter(([key]) => key !== "runBegan" && key !== "ownLists")
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => {
        if (BLANKED_MEMBERS.has(key)) return [key, "…"];
        if (BLANKED_VALUES.has(key)) return [key, Object.keys(inner as object).toSorted()];
        return [key, blank(inner)];
      }),
  );
}

/**
 * The one exception: a cache carries no tags, so one whose creation was not answered may be ours or not, and
 * stays so. True when the killed run left that behind.
 */
export async function leftCacheInDoubt(bed: CrashBed, name: string): Promise<boolean> {
  const path = join(bed.cwd, ".live-origin/sandbox", name, "state.json");
  const state = await readJson(path).catch(() => ({}) as Json);
  const resources = (state["resources"] ?? {}) as { cache?: { ownership?: string } };
  return (
    resources.cache?.ownership === "maybe-ours" &&
    bed.inventory().some(({ kind }) => kind === "cache")
  );
}

/** The same snapshot with a cache that may be ours counted as ours. */
export function withoutDoubt(seen: Snapshot): Snapshot {
  const state = seen.state as { resources?: { cache?: Json } };
  const cache = state.resources?.cache;
  if (cache?.["ownership"] !== "maybe-ours") return seen;
  return {
    ...seen,
    state: {
      ...state,
      resources: {
        ...state.resources,
        cache: { ...cache, ownership: "ours", done: ["asked", "made"] },
      },
    },
  };
}
