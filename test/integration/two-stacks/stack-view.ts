import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { StackBed } from "../support/stack-bed.ts";

/** Where a stack is: the folder that it is worked on from, its name and its region. */
export type StackPlace = {
  readonly cwd: string;
  readonly name: string;
  readonly region: string;
};

/** A playlist as a viewer gets it. */
export type Listing = {
  readonly status: number;
  readonly text: string;
  /** The segments that it lists, by their URIs, with what each one's bytes are; `404` where it does not come. */
  readonly segments: ReadonlyMap<string, string>;
};

/** All of a stack that somebody else could harm, as the clouds have it. */
export type StackView = {
  /** Undefined where the folder has no stack. */
  readonly stackId: string | undefined;
  readonly channel: string | undefined;
  readonly cache: string | undefined;
  readonly isCacheThere: boolean;
  /** What carries the stack's tags. */
  readonly resources: readonly string[];
  /** The channel and the distribution, as they are described. */
  readonly configs: readonly string[];
  /** How the origin answers each of the stack's keys. */
  readonly keys: readonly string[];
  /** The folder's own files. */
  readonly files: readonly string[];
  /** By the name of the playlist. */
  readonly playlists: ReadonlyMap<string, Listing>;
  /** Where viewers look; undefined without a distribution. */
  readonly edge: string | undefined;
};

type State = {
  readonly stackId: string;
  readonly resources: Readonly<
    Record<string, { readonly ids: Readonly<Record<string, string>> } | undefined>
  >;
};

const STACK_TAG = "live-origin:stack";
const LOOK_EVERY_MS = 50;
const SEGMENT_SECONDS = 1;
/** What names that survive a restart look like: when the segment began, and its number. */
const SEGMENT = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)_(\d+)\.ts$/gm;

export const VARIANT = "playlist_small.m3u8";

/** Looks at everything once. */
export async function viewOf(
  { sandbox }: Pick<StackBed, "sandbox">,
  { cwd, name, region }: StackPlace,
): Promise<StackView> {
  const folder = join(cwd, ".live-origin/sandbox", name);
  const files = await Promise.all(
    ["state.json", "keys.json"].map((file) => readFile(join(folder, file), "utf8").catch(() => "")),
  );
  const [stateText = "", keysText = ""] = files;
  const inventory = sandbox.inventory();
  const state = stateText === "" ? undefined : (JSON.parse(stateText) as State);
  const own = inventory.filter(({ tags = {} }) => tags[STACK_TAG] === state?.stackId);
  const ids = (kind: string): Readonly<Record<string, string>> | undefined =>
    state?.resources[kind]?.ids;
  const cache = ids("cache")?.["name"];
  const { medialive, cloudfront, momentoRest } = sandbox.endpoints;
  const signed = {
    authorization: `AWS4-HMAC-SHA256 Credential=AKIA/20260101/${region}/medialive/aws4_request`,
  };
  const channel = ids("channel")?.["id"];
  const distribution = ids("distribution")?.["id"];
  const domain = ids("distribution")?.["domain"];
  const stored = keysText === "" ? {} : (JSON.parse(keysText) as Record<string, Key | undefined>);
  return {
    stackId: state?.stackId,
    channel: own.find(({ kind }) => kind === "channel")?.status,
    cache,
    isCacheThere: inventory.some(({ kind, id }) => kind === "cache" && id === cache),
    resources:
      state === undefined
        ? []
        : own.map((one) => JSON.stringify({ ...one, bytes: undefined })).toSorted(),
    configs: await Promise.all([
      ...(channel === undefined ? [] : [textOf(`${medialive}/prod/channels/${channel}`, signed)]),
      ...(distribution === undefined
        ? []
        : [textOf(`${cloudfront}/2020-05-31/distribution/${distribution}/config`)]),
    ]),
    keys: await Promise.all(
      ["encoderKey", "playerKey"].flatMap((slot) => {
        const key = stored[slot]?.apiKey;
        if (key === undefined || cache === undefined) return [];
        return [answerTo(`${momentoRest}/cache/${cache}/${VARIANT}`, key)];
      }),
    ),
    files: files.map(digest),
    edge: domain === undefined ? undefined : `http://${domain}`,
    playlists: new Map(
      domain === undefined
        ? []
        : await Promise.all(
            ["playlist.m3u8", VARIANT].map(
              async (file) => [file, await listingAt(`http://${domain}`, file)] as const,
            ),
          ),
    ),
  };
}

/**
 * Looks at the variant as players do until it is told to stop; then says where it went back: a run that begins counts from 1.
 * A machine that is slow makes an encoder leave pictures out, and nothing go back.
 */
export function watchForSteps({ edge }: StackView): () => Promise<string | undefined> {
  let newest = 0;
  let back: string | undefined;
  let isOver = edge === undefined;
  const watching = (async () => {
    while (!isOver) {
      const text = await (await fetch(`${edge}/${VARIANT}`)).text();
      const last = Number([...text.matchAll(SEGMENT)].at(-1)?.[7] ?? newest);
      if (last < newest) back ??= `from segment ${newest} to ${last}`;
      newest = last;
      await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
    }
  })();
  return async () => {
    isOver = true;
    await watching;
    return back;
  };
}

type Key = { readonly apiKey: string };

/** The runs that a playlist lists segments of, each by the moment at which its first segment began. */
export function runsIn(text: string): readonly string[] {
  const began = [...text.matchAll(SEGMENT)].map(
    ([, year, month, day, hour, minute, second, number]) => {
      const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = [
        year,
        month,
        day,
        hour,
        minute,
        second,
      ].map(Number);
      const at = Date.UTC(y, mo - 1, d, h, mi, s) / 1000;
      return String(at - Number(number) * SEGMENT_SECONDS);
    },
  );
  return [...new Set(began)];
}

async function listingAt(edge: string, file: string): Promise<Listing> {
  const answer = await fetch(`${edge}/${file}`);
  const text = await answer.text();
  const uris = text.split("\n").filter((line) => line.endsWith(".ts"));
  const segments = await Promise.all(
    uris.map(async (uri) => {
      const got = await fetch(`${edge}/${uri}`);
      const bytes = Buffer.from(await got.arrayBuffer());
      return [uri, got.status === 200 ? digest(bytes) : String(got.status)] as const;
    }),
  );
  return { status: answer.status, text, segments: new Map(segments) };
}

/** A key that is refused answers 401 or 403; one that is good 200 or 404. */
async function answerTo(url: string, key: string): Promise<string> {
  const { status } = await fetch(url, { headers: { authorization: key } });
  return status === 401 || status === 403 ? `refused ${status}` : "good";
}

async function textOf(url: string, headers: Readonly<Record<string, string>> = {}) {
  const answer = await fetch(url, { headers });
  return `${answer.status} ${await answer.text()}`;
}

function digest(bytes: string | Buffer): string {
  return createHash("sha1").update(bytes).digest("hex");
}
