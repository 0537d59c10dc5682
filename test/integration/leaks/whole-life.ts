import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMMANDS } from "../../../src/cli/catalog.ts";
import type { Finished } from "../support/cli.ts";
import { putObject, theirPlaylist } from "../support/second-encoder.ts";
import { giveKeysOut } from "./give-keys-out.ts";
import { leakLife, writeKeyFile, type LeakLife } from "./leak-life.ts";
import { rawAnswer, spellings } from "./spellings.ts";

const SMALL = ["--rung", "240p30=426x240@30,350,64", "--segment-seconds", "1"];

/** What fails on the way, the last to be needed last: as long as one is left, nothing can be finished. */
const REFUSING: readonly Refusing[] = [
  { service: "iam", operation: "CreateRole", status: 400 },
  { service: "ssm", operation: "PutParameter", status: 400 },
  { service: "cloudfront", operation: "CreateDistribution*", status: 400 },
  { service: "medialive", operation: "CreateChannel", status: 422 },
];

/** Commands that only look; each is run in every way of speaking, where it exists. */
const LOOKING = ["status", "verify", "doctor"];

const ok = (run: Finished): Finished => {
  expect(run.code, `${run.stdout}\n${run.stderr}`).toBe(0);
  return run;
};

/** Lives a stack's whole life with this encoder auth, failures included, and then searches all that could be read. */
export function describeWholeLife(mode: "url-token" | "parameter-store"): void {
  describe(`the whole life of a stack with ${mode}`, () => {
    let life: LeakLife;
    beforeAll(async () => {
      life = await leakLife();
    });
    afterAll(() => life.close());
    const spec = [...SMALL, "--encoder-auth", mode];

    test("is planned, and made although every service quotes keys in its refusals", async () => {
      ok(await life.run("init", "--dry-run", "--offline", "--json", ...spec));
      ok(await life.run("create-origin", "--yes", "--verbose"));
      const { encoder, player } = await life.keys();
      const refusing = [...REFUSING];
      while (refusing.length > 0) {
        quoteInRefusals(life, refusing, [encoder, player]);
        for (const speaking of ["--verbose", "--json"]) {
          const run = await life.run("init", "--yes", speaking, ...spec);
          expect(run.code, run.stderr).toBeGreaterThan(0);
        }
        refusing.shift();
      }
      life.place.sandbox.setFaults([]);
      ok(await life.run("init", "--dry-run", "--json", "--verbose", ...spec));
      ok(await life.watch("init", "--yes", "--verbose", ...spec));
      ok(await life.run("init", "--yes", "--json", ...spec));
    });

    test("gives its keys out, to a file and to whoever asks, and takes them back from there", () =>
      giveKeysOut(life));

    test("runs, and is looked at by every command that looks", async () => {
      ok(await life.watch("start", "--for", "2h", "--json", "--verbose"));
      const there = LOOKING.filter((name) => COMMANDS.some((command) => command.name === name));
      for (const name of there)
        for (const speaking of [[], ["--json"], ["--verbose"]]) await life.run(name, ...speaking);
      expect(there).toContain("status");
    });

    test("shows viewers no key, whichever way they ask", async () => {
      const { host } = new URL(await playbackUrl(life));
      const variant = "playlist_240p30.m3u8";
      const listed = await rawAnswer(host, `/${variant}`);
      const segments = [...listed.matchAll(/^[^#\s].*\.ts$/gm)].map(([name]) => name);
      expect(segments.length).toBeGreaterThan(0);
      const paths = ["playlist.m3u8", variant, segments[0] ?? ""].flatMap(spellings);
      for (const path of [...paths, ...segments.map((name) => `/${name}`), "/", "/favicon.ico"])
        life.keep(`the edge to GET ${path}`, await rawAnswer(host, path));
      for (const method of ["HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE"])
        for (const path of ["/playlist.m3u8", `/${variant}`, "/x"])
          life.keep(`the edge to ${method} ${path}`, await rawAnswer(host, path, method));
      expect(paths.length).toBeGreaterThan(100);
    });

    test("gets new keys, refuses wrong ones, and moves to another cache", async () => {
      const before = await life.keys();
      const strong = await writeKeyFile(life, "strong.json", before.encoder);
      const weak = await writeKeyFile(life, "weak.json", before.player);
      for (const wrong of [
        ["--player-key-file", strong],
        ["--encoder-key-file", weak],
      ])
        expect((await life.run("rotate-keys", "--yes", "--verbose", ...wrong)).code).toBe(1);
      ok(await life.run("rotate-keys", "--dry-run", "--json"));
      quoteInRefusals(
        life,
        [{ service: "cloudfront", operation: "UpdateDistribution", status: 400 }],
        [before.player],
      );
      expect((await life.run("rotate-keys", "--yes", "--verbose")).code).toBe(3);
      life.place.sandbox.setFaults([]);
      await life.watch("rotate-keys", "--yes", "--verbose");
      ok(await life.run("rotate-keys", "--yes", "--allow-interruption", "--json"));
      ok(await life.run("rotate-keys", "--yes", "--allow-interruption", "--new-cache"));
      const { host } = new URL(await playbackUrl(life));
      for (const path of spellings("playlist.m3u8"))
        life.keep(`the edge after the move to GET ${path}`, await rawAnswer(host, path));
    });

    test("says what is wrong with damaged and misplaced keys", async () => {
      const { encoder } = await life.keys();
      for (const text of [
        encoder.slice(0, -1),
        ` ${encoder}`,
        encoder.slice(0, 90),
        `x${encoder}`,
      ]) {
        const path = join(life.aside, "damaged");
        await writeFile(path, JSON.stringify({ apiKey: text }));
        const run = await life.run("rotate-keys", "--yes", "--encoder-key-file", path, "--verbose");
        expect(run.code).toBeGreaterThan(0);
      }
      const path = join(life.aside, "no-json");
      await writeFile(path, `{"apiKey": "${encoder}", oops`);
      expect((await life.run("rotate-keys", "--yes", "--player-key-file", path)).code).toBe(2);
    });

    test("gets keys that can be revoked, although the account API quotes keys in its refusals", async () => {
      const revocable = ["init", "--yes", "--allow-interruption", "--revocable-keys", ...spec];
      const { encoder, player } = await life.keys();
      const refused = ["CreateRole", "CreateApiKey"];
      for (const operation of refused) {
        quoteInRefusals(life, [{ service: "momento", operation, status: 400 }], [encoder, player]);
        expect((await life.run(...revocable, "--verbose")).code).toBeGreaterThan(0);
      }
      life.place.sandbox.setFaults([]);
      ok(await life.run(...revocable, "--dry-run", "--json"));
      ok(await life.run(...revocable, "--json", "--verbose"));
      expect((await life.keys()).encoder).toMatch(/^eyJ.*\..*\./);
      ok(await life.watch("rotate-keys", "--yes", "--allow-interruption", "--verbose"));
      for (const name of LOOKING) await life.run(name, "--verbose");
    });

    test("ends, with failures on the way", async () => {
      ok(await life.run("teardown", "--dry-run", "--json"));
      const { encoder } = await life.keys();
      quoteInRefusals(
        life,
        [{ service: "medialive", operation: "DeleteChannel", status: 400 }],
        [encoder],
      );
      const failed = await life.run(
        ...["teardown", "--confirm", "live-origin", "--allow-interruption", "--verbose"],
      );
      expect(failed.code).toBeGreaterThan(0);
      life.place.sandbox.setFaults([]);
      const modes = await life.modes();
      for (const [file, mode] of modes) expect(`${file} ${mode.toString(8)}`).toBe(`${file} 600`);
      // In the cache stands a list that is not of this stack, so it goes by its own name alone; a key is no name.
      const cache = await cacheOf(life);
      await putObject(life.place.sandbox, {
        cache,
        name: "playlist_240p30.m3u8",
        body: `${theirPlaylist(7)}#EXTINF:1.0,\nx.ts?token=${encoder}\n`,
      });
      const end = ["teardown", "--confirm", "live-origin", "--allow-interruption"];
      for (const pasted of [
        [...end, "--delete-cache", encoder],
        ["teardown", "--confirm", encoder],
        ["status", "--name", encoder],
      ])
        for (const speaking of ["--json", "--verbose"]) {
          const refused = await life.place.run([...pasted, speaking]);
          expect(refused.code, refused.stderr).toBe(2);
          life.keep(`a key as ${pasted.at(-2)}`, `${refused.stdout}${refused.stderr}`);
        }
      ok(await life.watch(...end, "--delete-cache", cache, "--json"));
      expect(life.place.sandbox.inventory()).toEqual([]);
    });

    test("left no part of any key anywhere", () => {
      expect(life.search.count()).toBeGreaterThanOrEqual(9);
      expect(life.seen.size).toBeGreaterThan(300);
      expect(life.leaks()).toEqual([]);
    });

    test("sent keys only where they must be", () => {
      const carrying = life.exchanges.filter(
        ({ url, headers, body }) =>
          life.search.find([url, JSON.stringify(headers), body].join("\n")) !== undefined,
      );
      expect([...new Set(carrying.map(kindOf))].toSorted()).toEqual(
        mode === "url-token"
          ? [
              "account API: Authorization",
              "cloudfront: the distribution's origin header",
              "medialive: the channel's destination",
              "origin: Authorization",
              "origin: the encoder's URL",
            ]
          : [
              "account API: Authorization",
              "cloudfront: the distribution's origin header",
              "origin: Authorization",
              "ssm: PutParameter",
            ],
      );
    });

    /** Where a key was allowed to be, or the whole exchange for whoever has to find out why it was not. */
    function kindOf({
      service,
      method,
      url,
      headers,
      body,
    }: LeakLife["exchanges"][number]): string {
      const find = life.search.find;
      const inUrl = find(url) !== undefined;
      const { authorization, ...others } = headers;
      if (find(JSON.stringify(others)) !== undefined) return `${service}: a header of ${method}`;
      if (service === "momentoRest" && inUrl && /^(PUT|POST|DELETE)$/.test(method))
        return "origin: the encoder's URL";
      if (inUrl) return `${service}: ${method} ${url}`;
      if (service === "momentoRest" && find(authorization ?? "") !== undefined)
        return "origin: Authorization";
      if (service === "momentoAccount" && find(body) === undefined)
        return "account API: Authorization";
      if (service === "medialive" && url.startsWith("/prod/channels"))
        return "medialive: the channel's destination";
      if (service === "cloudfront" && url.includes("/distribution"))
        return "cloudfront: the distribution's origin header";
      if (service === "ssm" && headers["x-amz-target"] === "AmazonSSM.PutParameter")
        return "ssm: PutParameter";
      return `${service}: ${method} ${url} ${body.slice(0, 80)}`;
    }
  });
}

async function cacheOf({ place }: LeakLife): Promise<string> {
  const path = join(place.path, ".live-origin/sandbox/live-origin/state.json");
  const { resources } = JSON.parse(await readFile(path, "utf8")) as {
    resources: { cache: { ids: { name: string } } };
  };
  return resources.cache.ids.name;
}

async function playbackUrl(life: LeakLife): Promise<string> {
  const run = await life.run("status", "--json");
  return (JSON.parse(run.stdout) as { playbackUrl: string }).playbackUrl;
}

type Refusing = {
  readonly service: string;
  readonly operation: string;
  readonly status: number;
};

/** Makes services refuse operations from now on, with keys in their own words. */
function quoteInRefusals(
  { place }: LeakLife,
  refusing: readonly Refusing[],
  keys: readonly string[],
): void {
  const urls = keys.map((key) => `https://x/a.m3u8?token=${encodeURIComponent(key)}&role=origin`);
  const message = `Invalid: ${[...keys, ...urls].join(" ")} Authorization: ${keys[0] ?? ""}`;
  place.sandbox.setFaults(
    refusing.map(({ service, operation, status }) => ({
      service,
      operation,
      effect: "refuse",
      error: {
        name: status === 422 ? "UnprocessableEntityException" : "BadRequestException",
        status,
        message,
      },
    })),
  );
}
