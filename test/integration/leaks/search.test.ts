import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { leakLife, type LeakLife } from "./leak-life.ts";
import { decoyOf } from "./key-parts.ts";
import { rawAnswer, spellings } from "./spellings.ts";

const SMALL = ["--rung", "240p30=426x240@30,350,64", "--segment-seconds", "1"];

/** The search is worth nothing if it cannot find what is there: these leaks are planted. */
describe("the search for leaks", () => {
  let life: LeakLife;
  let encoder: string;
  beforeAll(async () => {
    life = await leakLife();
    const run = await life.run(
      ...["init", "--yes", "--start", "--master-playlist", "origin", "--accept-key-leak", ...SMALL],
    );
    expect(run.code, run.stderr).toBe(0);
    ({ encoder } = await life.keys());
  });
  afterAll(() => life.close());

  const inner = (): string => {
    const { api_key: token } = JSON.parse(Buffer.from(encoder, "base64").toString()) as {
      api_key: string;
    };
    return token;
  };
  const planted: Readonly<Record<string, () => string>> = {
    whole: () => `x ${encoder} y`,
    "its inside": () => inner(),
    "its signature alone": () => `sig=${inner().split(".")[2] ?? ""}`,
    "what its inside says": () =>
      Buffer.from(inner().split(".")[1] ?? "", "base64url").toString("latin1"),
    "percent-encoded": () => `?token=${encodeURIComponent(encoder)}`,
    "the decoded wrapper": () => Buffer.from(encoder, "base64").toString(),
    "as HTTP Basic credentials": () => Buffer.from(`momento:${encoder}`).toString("base64"),
    "twelve characters of it": () => `…${encoder.slice(200, 212)}…`,
    "cut short at its end": () => `…${encoder.slice(-40)}`,
  };

  test.each(Object.keys(planted))("finds a key %s", (form) => {
    const text = planted[form]?.() ?? "";
    expect(text).toContain(life.search.find(text) ?? "no part of a key");
  });

  test("finds the key in the origin's master that viewers get after --accept-key-leak", async () => {
    const status = await life.run("status", "--json");
    const { playbackUrl } = JSON.parse(status.stdout) as { playbackUrl: string };
    const { host } = new URL(playbackUrl);
    const answers = await Promise.all(
      spellings("playlist.m3u8").map((path) => rawAnswer(host, path)),
    );
    expect(
      answers.filter((answer) => life.search.find(answer) !== undefined).length,
    ).toBeGreaterThan(3);
    for (const [index, answer] of answers.entries()) life.keep(`planted ${index}`, answer);
    expect(life.leaks().length).toBeGreaterThan(3);
  });

  test("does not mistake what all keys have in common for a key", () => {
    expect(life.search.find(decoyOf(encoder))).toBeUndefined();
    expect(encoder).toContain(life.search.find(encoder) ?? "no part of a key");
    expect(life.search.find("cell-sandbox-us-west-2-1.prod.a.momentohq.com")).toBeUndefined();
  });
});
