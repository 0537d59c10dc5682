import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { runCli, scratchFolder } from "../support/cli.ts";
import { startClouds, type EmulatedClouds } from "../support/clouds.ts";
import { rehearsal } from "../support/rehearsal.ts";

type Sum = {
  readonly amount: number | null;
  readonly lines: readonly { readonly amount: number | null; readonly source: string | null }[];
  readonly notKnown: readonly string[];
};
type Price = {
  readonly currency: string;
  readonly region: string;
  readonly isRehearsal: boolean;
  readonly perHourRunning: Sum;
  readonly perHourIdle: Sum;
  readonly thirtyDaysForgotten: Sum;
  readonly soFar: Sum | null;
  readonly sources: readonly { readonly source: string; readonly missing: readonly string[] }[];
  readonly elsewhere: { readonly region: string; readonly perHourRunning: Sum } | null;
};

const RTMP = ["--input", "rtmp-push", "--cidr", "203.0.113.7/32"];
const PATIENT = ["--require", join(import.meta.dirname, "../support/patience.cjs")];
const MOMENTO = "Momento, what the encoder writes";

let folder: Awaited<ReturnType<typeof scratchFolder>>;
beforeEach(async () => {
  folder = await scratchFolder();
});
afterEach(() => folder.remove());

describe("a dry run that asks no cloud", () => {
  const dryRun = async (...args: readonly string[]) => {
    const run = await runCli(["init", "--dry-run", "--offline", ...RTMP, ...args], {
      cwd: folder.path,
    });
    return run;
  };
  const priceOf = async (...args: readonly string[]): Promise<Price> => {
    const run = await dryRun("--json", ...args);
    expect(run.code).toBe(0);
    return (JSON.parse(run.stdout) as { readonly price: Price }).price;
  };

  test("tells from the program's table what the tutorial costs, and what is not known", async () => {
    const price = await priceOf("--region", "us-east-1");
    expect(price.perHourRunning).toMatchObject({ amount: 0.9864, notKnown: [MOMENTO] });
    expect(price.perHourIdle.amount).toBeNull();
    expect(price.thirtyDaysForgotten.amount).toBe(710.208);
    expect(price).toMatchObject({ currency: "USD", region: "us-east-1", isRehearsal: false });
    const run = await dryRun("--region", "us-east-1");
    expect(run.stdout).toContain("About 0.99 USD an hour while it runs");
    expect(run.stdout).toContain("2026-09-18");
    expect(run.stdout).toContain("how much is not known");
  });

  test("guesses nothing of a region that nobody gave a price for", async () => {
    const price = await priceOf("--region", "eu-west-1");
    expect(price.perHourRunning.amount).toBeNull();
    expect(price.elsewhere).toMatchObject({
      region: "us-east-1",
      perHourRunning: { amount: 0.9864 },
    });
  });

  test("takes the prices of --prices first, in their currency", async () => {
    await writeFile(
      join(folder.path, "prices.json"),
      JSON.stringify({
        currency: "EUR",
        source: "our contract",
        date: "2026-11-01",
        prices: {
          "medialive-input-avc-hd-10mbps": 0.1,
          "medialive-output-avc-hd-10mbps-30fps": 0.4,
          "medialive-output-avc-sd-10mbps-30fps": 0.2,
          "medialive-idle-channel": 0.01,
        },
      }),
    );
    const price = await priceOf("--region", "eu-west-1", "--prices", "prices.json");
    expect(price).toMatchObject({
      currency: "EUR",
      perHourRunning: { amount: 0.9, notKnown: [MOMENTO] },
      perHourIdle: { amount: 0.01, notKnown: ["MediaLive push input, idle"] },
    });
  });

  test.each([
    ["is not there", undefined],
    ["is no JSON", "{"],
    ["names something that has no price", '{"date": "2026-11-01", "prices": {"medialive": 1}}'],
    ["gives a price below nothing", '{"date": "2026-11-01", "prices": {"momento-data-in": -1}}'],
  ])("refuses a file that %s (2)", async (_what, text) => {
    if (text !== undefined) await writeFile(join(folder.path, "prices.json"), text);
    const run = await dryRun("--region", "us-east-1", "--prices", "prices.json", "--json");
    expect(run.code).toBe(2);
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: "PRICES_INVALID" } });
  });
});

describe("a plan for real", () => {
  let clients: EmulatedClouds;
  beforeAll(async () => {
    clients = await startClouds();
  });
  afterAll(() => clients.sandbox.close());

  const plan = async (patience: readonly string[] = PATIENT): Promise<Price> => {
    const run = await runCli(["init", "--region", "us-west-2", ...RTMP, "--dry-run", "--json"], {
      cwd: folder.path,
      env: { ...clients.env, NODE_OPTIONS: patience.join(" ") },
    });
    expect(run.code).toBe(0);
    return (JSON.parse(run.stdout) as { readonly price: Price }).price;
  };

  test("asks AWS's price list", async () => {
    const price = await plan();
    expect(price.perHourRunning.amount).toBe(0.9864);
    const sources = new Set(price.perHourRunning.lines.map(({ source }) => source));
    expect(sources).toEqual(new Set(["AWS Price List API", null]));
  });

  test.each([
    ["stalls", { effect: "delay", milliseconds: 60_000 } as const, "timed-out", []],
    [
      "may not be asked",
      {
        effect: "refuse",
        error: { name: "AccessDeniedException", message: "not allowed", status: 400 },
      } as const,
      "AWS_ACCESS_DENIED",
      PATIENT,
    ],
  ])("goes on with the table when it %s", async (_what, effect, missing, patience) => {
    clients.sandbox.setFaults([{ service: "pricing", operation: "*", ...effect }]);
    try {
      const price = await plan(patience);
      const list = price.sources.find(({ source }) => source === "price-list");
      expect(list?.missing).toEqual([missing]);
      expect(price.perHourRunning.amount).toBeNull();
      expect(price.elsewhere?.perHourRunning.amount).toBe(0.9864);
    } finally {
      clients.sandbox.setFaults([]);
    }
  });
});

test("a rehearsal shows what the same would cost for real, in every document", async () => {
  // Slower than told: what is given up after seconds must not be on a busy machine.
  const place = await rehearsal({}, 0.5);
  try {
    const documents: unknown[] = [];
    for (const args of [
      ["init", "--yes", "--start"],
      ["status"],
      ["stop"],
      ["start"],
      ["stop"],
      ["doctor"],
      ["teardown", "--confirm", "live-origin"],
    ]) {
      const run = await place.run([...args, "--json"]);
      const { price } = JSON.parse(run.stdout) as { readonly price: Price };
      expect(price, args.join(" ")).toMatchObject({
        isRehearsal: true,
        region: "us-east-1",
        perHourRunning: { amount: 0.9864 },
      });
      documents.push([args[0], price.soFar?.amount ?? null]);
    }
    // Ten minutes are the least that is billed.
    expect(documents).toEqual([
      ["init", null],
      ["status", 0.1644],
      ["stop", 0.1644],
      ["start", null],
      ["stop", 0.1644],
      ["doctor", null],
      ["teardown", null],
    ]);
  } finally {
    await place.close();
  }
});
