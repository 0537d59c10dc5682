import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "vitest";
import { parseFault, parseReading } from "../../src/sandbox/index.ts";
import { rehearsal } from "./support/rehearsal.ts";

type Report = {
  readonly probes: readonly {
    readonly id: string;
    readonly outcome: string;
    readonly got?: string;
    readonly sandbox: string;
  }[];
};

/** What departs from the register, and the probe that has to name it. */
const DEPARTURES: readonly (readonly [probe: string, readingOrFault: string])[] = [
  ["encoder-names", "counter=-"],
  ["encoder-extinf", "segment-end=segment-length"],
  ["encoder-query-url-token", "master-query=without-role"],
  ["momento-head", "momento:HeadItem refuse always NotAllowed 405"],
  ["momento-preflight", "momento:PreflightItem refuse always Forbidden 403"],
  ["momento-delete-missing", "momento:DeleteItem(*/not-there) refuse always NotFound 404"],
  [
    "medialive-no-rule",
    "medialive:CreateInputSecurityGroup refuse always UnprocessableEntityException",
  ],
  ["medialive-delete-attached", "medialive:DeleteInput refuse 1 BadRequestException"],
  ["cloudfront-reference", "cloudfront:CreateDistribution refuse always InvalidArgument 400"],
  ["iam-trust", "iam:CreateRole(*live-origin-conformance-probe) refuse always InvalidInput 400"],
];

describe.concurrent("live-origin conformance", () => {
  test("has every probe confirmed by the sandbox, and leaves nothing", async ({ expect: see }) => {
    // Long enough for a look at the edge before CloudFront says Deployed.
    const bed = await rehearsal({ transitionsMs: { "distribution.deploying": 3_000 } });
    try {
      const run = await bed.run(["conformance", "--ask", "all", "--json"]);
      see(run.code, run.stderr).toBe(0);
      const { probes } = JSON.parse(run.stdout) as Report;
      const asked = probes.filter(({ outcome }) => outcome === "confirmed");
      see(asked.length).toBeGreaterThan(100);
      const reasons = probes.filter(({ outcome }) => outcome === "not asked");
      see(reasons.filter(({ got }) => got === undefined || got === "not chosen")).toEqual([]);
      see(asked.length + reasons.length).toBe(probes.length);
      see(bed.kinds()).toEqual([]);
      see(await readFile(join(bed.path, "conformance.md"), "utf8")).toMatch(
        new RegExp(`${asked.length} confirmed, 0 contradicted, ${reasons.length} not asked`),
      );
    } finally {
      await bed.close();
    }
  });

  test("names ten planted departures, each with both answers", async ({ expect: see }) => {
    const planted = DEPARTURES.map(([, text]) => text);
    const bed = await rehearsal({
      readings: Object.assign(
        {},
        ...planted.filter((text) => !text.includes(" ")).map(parseReading),
      ),
      faults: planted.filter((text) => text.includes(" ")).map(parseFault),
    });
    try {
      const ids = DEPARTURES.map(([id]) => id);
      const run = await bed.run(["conformance", "--json", ...ids.flatMap((id) => ["--ask", id])]);
      see(run.code, run.stderr).toBe(5);
      const { probes } = JSON.parse(run.stdout) as Report;
      const named = probes.filter(({ outcome }) => outcome === "contradicted");
      see(named.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
      see(named.filter(({ got, sandbox }) => got === sandbox || got === "")).toEqual([]);
      const markdown = await readFile(join(bed.path, "conformance.md"), "utf8");
      for (const { id, got = "" } of named) see(markdown).toMatch(new RegExp(`${id} .*${got}`));
      see(markdown + run.stdout).not.toMatch(/eyJ/);
      see(bed.kinds()).toEqual([]);
    } finally {
      await bed.close();
    }
  });

  test("keeps what it was told when it fails on the way", async ({ expect: see }) => {
    const bed = await rehearsal({
      faults: [parseFault("medialive:StartChannel refuse always ForbiddenException 403")],
    });
    try {
      const words = ["conformance", "--ask", "iam-trust", "--ask", "encoder-names"];
      const run = await bed.run([...words, "--out", "told.md"]);
      see(run.code, run.stderr).toBe(1);
      see(await readFile(join(bed.path, "told.md"), "utf8")).toContain("1 confirmed, 0 contra");
      see(bed.kinds()).toEqual([]);
    } finally {
      await bed.close();
    }
  });

  test("overwrites nothing that is no report, and touches no other stack of its name", async ({
    expect: see,
  }) => {
    const bed = await rehearsal();
    try {
      await writeFile(join(bed.path, "live-origin.json"), "{}");
      const ask = ["conformance", "--ask", "sts-identity"];
      const wrong = await bed.run([...ask, "--out", "live-origin"]);
      see(wrong.code, wrong.stderr).toBe(2);
      see(await readFile(join(bed.path, "live-origin.json"), "utf8")).toBe("{}");
      see((await bed.run(ask)).code).toBe(0);
      see((await bed.run(ask)).code).toBe(0);
      const made = await bed.run(["create-origin", "--name", "conformance", "--yes"]);
      see(made.code, made.stderr).toBe(0);
      const refused = await bed.run(ask);
      see(refused.code, refused.stderr).toBe(2);
      see(bed.kinds()).toContain("cache");
    } finally {
      await bed.close();
    }
  });

  test("lists what there is to ask without asking, and refuses words that name nothing", async ({
    expect: see,
  }) => {
    const bed = await rehearsal();
    try {
      const listed = await bed.run(["conformance"]);
      see(listed.code).toBe(0);
      see(listed.stdout).toMatch(/reads \(\d+\): free[\s\S]*show \(\d+\): .*4 times[\s\S]*USD/);
      const own = { date: "2026-11-01", currency: "EUR", prices: { "momento-data-in": 100 } };
      await writeFile(join(bed.path, "prices.json"), JSON.stringify(own));
      const priced = ["conformance", "--prices", "prices.json", "--ask"];
      const once = await bed.run([...priced, "encoder-names", "--dry-run"]);
      see(once.stdout).toMatch(/on air once[\s\S]* 10 min [^\n]* EUR/);
      const twice = await bed.run([...priced, "encoder-alert", "--dry-run"]);
      see(twice.stdout).toMatch(/on air 2 times[\s\S]* 20 min [^\n]* EUR/);
      const wrong = await bed.run(["conformance", "--ask", "everything"]);
      see(wrong.code).toBe(2);
      const real = await bed.run(["conformance", "--no-sandbox", "--ask", "writes"], {
        AWS_REGION: "us-west-2",
      });
      see(real.code).toBe(4);
      see(real.stderr).toContain("--accept-charges");
      see(bed.kinds()).toEqual([]);
    } finally {
      await bed.close();
    }
  });
});
