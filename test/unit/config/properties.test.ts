import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RULES } from "../../../src/config/resolve/compatibility.ts";
import { draftOf } from "../../../src/config/resolve/draft.ts";
import { equivalentCommand } from "../../../src/config/resolve/equivalent-command.ts";
import { FIELDS } from "../../../src/config/fields/fields.ts";
import { effectiveSegmentMs } from "../../../src/config/ladder/gop.ts";
import { specFile } from "../../../src/config/resolve/spec-file.ts";
import { settingsBeside } from "../../../src/config/resolve/settings-beside.ts";
import { specFields } from "../../../src/config/fields/spec-fields.ts";
import type { Spec } from "../../../src/config/spec.ts";
import { getAt } from "../../../src/config/resolve/tree.ts";
import { arbitraryConfig } from "./arbitrary-config.ts";
import { LEAST, resolved } from "./given.ts";
import { seeded } from "../seeded.ts";

/** Reads an argv as commander would: repeated flags gather, `--no-` makes false, `--flag=value` is one word. */
function flagsOf(argv: readonly string[]): Record<string, unknown> {
  const flags: Record<string, unknown> = {};
  for (let index = 0; index < argv.length; index += 1) {
    const [word = "", ...joined] = (argv[index] ?? "").split(/=(.*)/s, 2);
    const field = FIELDS.find(
      ({ flag, kind }) =>
        flag === word || (kind === "boolean" && word === flag.replace("--", "--no-")),
    );
    if (field === undefined) throw new Error(`no flag is called ${word}`);
    if (field.kind === "boolean") {
      flags[field.key] = word === field.flag;
      continue;
    }
    if (joined.length === 0) index += 1;
    const value = joined[0] ?? argv[index];
    const before = flags[field.key];
    const isList = field.kind === "list" || field.kind === "rungs";
    flags[field.key] = isList ? [...(Array.isArray(before) ? before : []), value] : value;
  }
  return flags;
}

const ALL = ["origin", "channel", "cdn"] as const;

/** No flag takes back an optional setting that the other file has and this Spec has not. */
function undoesAnOption(file: unknown, spec: Spec): boolean {
  return specFields(spec).some(
    (path) => getAt(file, path) !== undefined && getAt(spec, path) === undefined,
  );
}

describe("resolving", () => {
  it("never throws, whatever the file, the flags, the environment and the defaults hold", () => {
    const keys = FIELDS.map(({ key }) => key);
    const variables = FIELDS.map(({ variable }) => variable);
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.dictionary(fc.constantFrom(...keys, "__proto__"), fc.jsonValue()),
        fc.dictionary(fc.constantFrom(...variables), fc.string()),
        fc.option(fc.jsonValue(), { nil: undefined }),
        (file, flags, env, defaults) => {
          const resolution = resolved({ file, flags, env, defaults });
          if (resolution.ok) return;
          expect(resolution.problems.length + resolution.missing.length).toBeGreaterThan(0);
          for (const { path } of [...resolution.problems, ...resolution.missing])
            expect(path).not.toBe("");
        },
      ),
      seeded("junk for every source of settings", 1500),
    );
  });

  it("never throws on damage inside a file that was good", () => {
    const paths = [
      ["name"],
      ["region"],
      ["origin"],
      ["channel"],
      ["channel", "input"],
      ["channel", "ladder"],
      ["channel", "hls"],
      ["channel", "segmentSeconds"],
      ["cdn"],
      ["cdn", "cors"],
    ];
    fc.assert(
      fc.property(
        arbitraryConfig,
        fc.constantFrom(...paths),
        fc.jsonValue(),
        (config, path, junk) => {
          const file: Record<string, unknown> = JSON.parse(JSON.stringify(config));
          const parent = path.slice(0, -1).reduce<Record<string, unknown>>((tree, key) => {
            const inner: Record<string, unknown> = { ...Object(tree[key]) };
            tree[key] = inner;
            return inner;
          }, file);
          parent[path.at(-1) ?? ""] = junk;
          const resolution = resolved({ file });
          expect(resolution.ok || resolution.problems.length + resolution.missing.length > 0).toBe(
            true,
          );
        },
      ),
      seeded("damage inside a good file", 1500),
    );
  });

  it("accepts only what satisfies every rule, and refuses with paths", () => {
    let accepted = 0;
    fc.assert(
      fc.property(arbitraryConfig, (config) => {
        const resolution = resolved({ file: config });
        const findings = RULES.flatMap(({ judge }) => judge(draftOf(config), config)).filter(
          ({ level }) => level === "problem",
        );
        expect(resolution.ok).toBe(findings.length === 0);
        if (!resolution.ok) {
          expect(resolution.problems.map(({ path }) => path)).toEqual(
            findings.map(({ path }) => path),
          );
          return;
        }
        accepted += 1;
        const { channel, origin, cdn } = resolution.spec;
        const segmentMs = channel.segmentSeconds * 1000;
        expect(effectiveSegmentMs(segmentMs, channel.gopSeconds * 1000)).toBe(segmentMs);
        expect(channel.hls.windowSegments * segmentMs).toBeLessThanOrEqual(
          origin.ttlSeconds * 1000,
        );
        expect(channel.hls.filecacheSeconds).toBeLessThanOrEqual(origin.ttlSeconds);
        expect(channel.hls.keepSegments).toBeGreaterThan(channel.hls.windowSegments);
        expect(cdn.playlistCacheSeconds * 1000).toBeLessThan(segmentMs);
        expect(new Set(channel.ladder.map(({ nameModifier }) => nameModifier)).size).toBe(
          channel.ladder.length,
        );
        for (const rung of channel.ladder) {
          const kbps =
            (channel.rateControl === "CBR" ? rung.videoKbps : (rung.maxVideoKbps ?? 0)) +
            rung.audioKbps;
          expect((kbps * segmentMs * 1.1) / 8).toBeLessThan(10_000_001);
        }
      }),
      seeded("Specs and their rules", 1500),
    );
    expect(accepted).toBeGreaterThan(10);
  });

  it("gives the Spec that is wanted beside any other file, with no flag too many", () => {
    let tried = 0;
    fc.assert(
      fc.property(arbitraryConfig, arbitraryConfig, (wanted, file) => {
        const wish = resolved({ file: wanted });
        const other = resolved({ file });
        if (!wish.ok || !other.ok || undoesAnOption(file, wish.spec)) return;
        tried += 1;
        const said = { flags: {}, env: {}, file, defaults: undefined, parts: ALL };
        const only = settingsBeside(wish.spec, said);
        const argv = equivalentCommand(wish.spec, { only });
        const again = resolved({ file, flags: flagsOf(argv.slice(1)) });
        expect(again.ok && again.spec, argv.join(" ")).toEqual(wish.spec);
        const itself = settingsBeside(wish.spec, { ...said, file: wanted });
        expect([...itself.keys()]).toEqual([]);
      }),
      seeded("a Spec and a file beside it", 2500),
    );
    expect(tried).toBeGreaterThan(5);
  });

  it("gives the same Spec from the file it is written as, and from the equivalent command", () => {
    let compared = 0;
    fc.assert(
      fc.property(arbitraryConfig, (config) => {
        const resolution = resolved({ file: config });
        if (!resolution.ok) return;
        compared += 1;
        const { spec } = resolution;
        const written: unknown = JSON.parse(
          JSON.stringify(specFile(spec, { schema: "./schema.json" })),
        );
        expect(resolved({ file: written })).toMatchObject({ ok: true, spec });
        const [command, ...argv] = equivalentCommand(spec);
        expect(command).toBe("init");
        expect(resolved({ flags: flagsOf(argv) })).toMatchObject({ ok: true, spec });
      }),
      seeded("Specs written down and read back", 1000),
    );
    expect(compared).toBeGreaterThan(10);
  });

  it("does not depend on the order of keys in the file", () => {
    const reversed = (value: unknown): unknown =>
      typeof value !== "object" || value === null || Array.isArray(value)
        ? value
        : Object.fromEntries(
            Object.entries(value)
              .toReversed()
              .map(([key, inner]) => [key, reversed(inner)]),
          );
    fc.assert(
      fc.property(arbitraryConfig, (config) => {
        expect(resolved({ file: reversed(config) })).toEqual(resolved({ file: config }));
      }),
      seeded("keys in any order", 500),
    );
    expect(resolved({ file: reversed(LEAST) }).ok).toBe(true);
  });
});
