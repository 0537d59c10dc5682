import type { Chain, Link } from "./matrix.ts";

export type AuthMode = "url-token" | "parameter-store";

/** One small rendition, so that the rehearsal's encoder is no burden. */
function ladder(segmentSeconds: number): readonly string[] {
  return ["--rung", "240p30=426x240@30,350,64", "--segment-seconds", String(segmentSeconds)];
}

const PUSH = ["--input", "rtmp-push", "--cidr", "203.0.113.7/32"];
const TEARDOWN: Link = { args: ["teardown", "--confirm", "live-origin"], leaves: "nothing" };

function stack(...args: readonly string[]): Link {
  return { args, leaves: "stack" };
}

/** Every command that writes, in circles that begin and end with nothing (or with the same stack). */
export function chainsOf(mode: AuthMode): readonly Chain[] {
  const auth = ["--encoder-auth", mode];
  return [
    {
      name: `${mode}, everything at once`,
      links: [
        // A playlist may be kept for less than a segment.
        stack("init", "--yes", ...ladder(2), ...auth, ...PUSH, "--playlist-cache-seconds", "1"),
        TEARDOWN,
      ],
    },
    {
      name: `${mode}, part by part`,
      links: [
        stack("create-origin", "--yes"),
        stack("create-channel", "--yes", ...ladder(1), ...auth),
        stack("create-cdn", "--yes", "--master-playlist", "origin", ...acceptLeak(mode)),
        { ...TEARDOWN, scene: true },
      ],
    },
    {
      name: `${mode}, on air and off`,
      links: [stack("start"), stack("stop")],
      before: [["init", "--yes", ...ladder(1), ...auth]],
    },
    {
      name: `${mode}, keys rotated`,
      links: [stack("rotate-keys", "--yes")],
      before: [["init", "--yes", ...ladder(1), ...auth]],
    },
    {
      name: `${mode}, changed while idle`,
      links: [
        stack("init", "--yes", ...ladder(1), ...auth, ...PUSH),
        stack("init", "--yes", ...ladder(1), ...auth),
      ],
      before: [["init", "--yes", ...ladder(1), ...auth]],
    },
    {
      name: `${mode}, changed while on air`,
      links: [
        stack("init", "--yes", ...ladder(2), ...auth, "--allow-interruption"),
        stack("init", "--yes", ...ladder(1), ...auth, "--allow-interruption"),
      ],
      before: [["init", "--yes", ...ladder(1), ...auth, "--start"]],
    },
  ];
}

function acceptLeak(mode: AuthMode): readonly string[] {
  return mode === "url-token" ? ["--accept-key-leak"] : [];
}
