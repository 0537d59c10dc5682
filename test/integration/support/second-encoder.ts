import type { RunningSandbox } from "../../../src/sandbox/index.ts";

/** Somebody else's encoder: writes a master and one variant over and over, a new segment each time, until it is stopped. */
export type SecondEncoder = { readonly stop: () => Promise<void> };

export type SecondEncoderOptions = {
  readonly cache?: string;
  readonly variant?: string;
  /** Milliseconds between two segments. */
  readonly everyMs?: number;
};

const WINDOW = 5;

/** A variant playlist of a run named `theirs`. */
export function theirPlaylist(newest: number, end = ""): string {
  const first = Math.max(1, newest - WINDOW + 1);
  const numbers = Array.from({ length: newest - first + 1 }, (_, index) => first + index);
  const segments = numbers.map((number) => `#EXTINF:1.0,\nplaylist_480p30_theirs_${number}.ts`);
  const head = ["#EXTM3U", "#EXT-X-TARGETDURATION:1", `#EXT-X-MEDIA-SEQUENCE:${first}`];
  return `${[...head, ...segments].join("\n")}\n${end}`;
}

/** Writes one object as an encoder does. */
export async function putObject(
  { endpoints, momentoApiKey }: RunningSandbox,
  { cache = "live-origin", name, body }: { cache?: string; name: string; body: string },
): Promise<void> {
  const answer = await fetch(
    `${endpoints.momentoRest}/cache/${cache}/${name}?ttl_seconds=3600&role=origin`,
    { method: "PUT", body, headers: { authorization: momentoApiKey } },
  );
  if (answer.status !== 204) throw new Error(`the origin answers ${answer.status}`);
}

/** Starts writing; resolves when the first playlists are there. */
export async function startSecondEncoder(
  sandbox: RunningSandbox,
  {
    cache = "live-origin",
    variant = "playlist_480p30.m3u8",
    everyMs = 400,
  }: SecondEncoderOptions = {},
): Promise<SecondEncoder> {
  const master = `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n${variant}\n`;
  let newest = 3;
  const write = async (): Promise<void> => {
    newest += 1;
    await putObject(sandbox, { cache, name: "playlist.m3u8", body: master });
    await putObject(sandbox, { cache, name: variant, body: theirPlaylist(newest) });
  };
  await write();
  let stopped = false;
  const running = (async () => {
    while (!stopped) {
      await new Promise((done) => setTimeout(done, everyMs));
      await write().catch(() => (stopped = true));
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await running;
    },
  };
}
