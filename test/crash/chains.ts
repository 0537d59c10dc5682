import type { Chain, Link } from "./matrix.ts";

export type AuthMode = "url-token" | "parameter-store";

/** One small rendition, so that the rehearsal's encoder is no burden. */
function ladder(segmentSeconds: number): readonly string[] {
  return ["--rung", "240p30=426x240@30,350,64", "--segment-seconds", String(segmentSeconds)];
}

const PUSH = ["--input", "rtmp-push", "--cidr", "203.0.113.7/32"];
const PULL = ["--input", "mp4-file", "--input-url", "https://example.com/show.mp4"];
const REVOCABLE = ["--revocable-keys"];
const KEEP_THEIRS: Link = {
  args: ["teardown", "--confirm", "live-origin", "--allow-interruption"],
  leaves: "nothing",
};
/** After a creation without an answer nobody can say whose the cache is. */
const TEARDOWN: Link = {
  args: [...KEEP_THEIRS.args, "--delete-cache", "live-origin"],
  leaves: "nothing",
};

function stack(...args: readonly string[]): Link {
  return { args, leaves: "stack" };
}

/** Every command that writes, in circles that begin and end with nothing (or with the same stack). */
export function chainsOf(mode: AuthMode): readonly Chain[] {
  const auth = ["--encoder-auth", mode];
  const init = ["init", "--yes", ...ladder(1), ...auth];
  return [
    {
      name: `${mode}, everything at once`,
      shares: 3,
      links: [
        // A playlist may be kept for less than a segment.
        stack("init", "--yes", ...ladder(2), ...auth, ...PUSH, "--playlist-cache-seconds", "1"),
        TEARDOWN,
      ],
    },
    // Before the rotations on air, which take longer: what they have in common is tried here.
    {
      name: `${mode}, keys rotated`,
      links: [stack("rotate-keys", "--yes")],
      before: [init],
    },
    {
      name: `${mode}, keys rotated on air`,
      shares: 3,
      links: rotationsOnAir(mode),
      before: [[...init, "--start"]],
    },
    {
      name: `${mode}, moved to another cache on air`,
      shares: 2,
      links: [stack("rotate-keys", "--yes", "--new-cache", "--allow-interruption")],
      before: [[...init, "--start"]],
    },
    // What these add is the account API, which the integration tests try with lost answers on every change.
    {
      name: `${mode}, keys that can be revoked`,
      onlyWhole: true,
      links: [stack(...init, ...REVOCABLE), stack("rotate-keys", "--yes"), TEARDOWN],
    },
    {
      name: `${mode}, keys of another kind`,
      onlyWhole: true,
      links: [
        stack(...init, ...REVOCABLE),
        stack("rotate-keys", "--yes", "--new-cache"),
        stack(...init, "--no-revocable-keys"),
      ],
      before: [init],
    },
    {
      name: `${mode}, part by part`,
      shares: 2,
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
      before: [init],
    },
    {
      name: `${mode}, on air until an end that AWS keeps`,
      links: [stack("start", "--for", "2h"), stack("start", "--for", "3h"), stack("stop")],
      before: [[...init, "--stop-after", "2h"]],
    },
    {
      name: `${mode}, changed while idle`,
      links: [
        stack(...init, ...PUSH, "--replace-input"),
        stack(...init, ...PULL, "--replace-input"),
      ],
      before: [[...init, ...PULL]],
    },
    {
      name: `${mode}, changed while on air`,
      links: [
        stack("init", "--yes", ...ladder(2), ...auth, "--allow-interruption"),
        stack(...init, "--allow-interruption"),
      ],
      before: [[...init, "--start"]],
    },
    // Last, so that a run on every change tries only what these add.
    {
      name: `${mode}, somebody else's cache and keys`,
      links: [
        stack(...init, "--cache", THEIRS, "--adopt-cache", ...keyFiles("first")),
        stack("rotate-keys", "--yes", ...keyFiles("second")),
        KEEP_THEIRS,
      ],
      before: [
        ["create-origin", "--yes", "--name", THEIRS],
        ...exports("first"),
        ["rotate-keys", "--yes", "--name", THEIRS],
        ...exports("second"),
      ],
    },
    {
      name: `${mode}, somebody else's cache`,
      onlyWhole: true,
      links: [
        stack(...init, "--cache", THEIRS, "--adopt-cache"),
        stack("rotate-keys", "--yes", "--new-cache"),
        KEEP_THEIRS,
      ],
      before: [["create-origin", "--yes", "--name", THEIRS]],
    },
    {
      name: `${mode}, a copy of the folder that stayed behind`,
      links: [{ ...stack("init", "--yes", "--rebuild-state"), behind: ["rotate-keys", "--yes"] }],
      before: [init],
    },
  ];
}

/** Another stack in the same folder, for its cache and its keys. */
const THEIRS = "theirs";

function exports(batch: string): readonly (readonly string[])[] {
  return ["encoder", "player"].map((key) => [
    ...["keys", "export", key, "--out", `${batch}-${key}.json`, "--name", THEIRS],
  ]);
}

function keyFiles(batch: string): readonly string[] {
  return ["encoder", "player"].flatMap((key) => [`--${key}-key-file`, `${batch}-${key}.json`]);
}

/**
 * A rotation that leaves the show alone, and the one that ends it: with the key in the URL the channel must stop for it (so
 * the first one exits 3, and a third goes all the way at once), with the key in the parameter it waits for the next start.
 */
function rotationsOnAir(mode: AuthMode): readonly Link[] {
  const leaveAlone = stack("rotate-keys", "--yes");
  const interrupt = stack("rotate-keys", "--yes", "--allow-interruption");
  return mode === "url-token"
    ? [{ ...leaveAlone, exit: 3 }, interrupt, interrupt]
    : [leaveAlone, interrupt];
}

function acceptLeak(mode: AuthMode): readonly string[] {
  return mode === "url-token" ? ["--accept-key-leak"] : [];
}
