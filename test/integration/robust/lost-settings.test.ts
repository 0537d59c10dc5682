import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  CloudFrontClient,
  GetDistributionConfigCommand,
  UpdateDistributionCommand,
} from "@aws-sdk/client-cloudfront";
import { afterEach, expect, test } from "vitest";
import { isWriteCall, openStackBed, type Ended, type StackBed } from "../support/stack-bed.ts";

const open: StackBed[] = [];
afterEach(async () => {
  for (const bed of open.splice(0)) await bed.close();
});

const SMALL = ["--rung", "240p30=426x240@30,350,64", "--segment-seconds", "1"];
const INIT = ["init", "--yes", "--json", ...SMALL];
const FOLDER = ".live-origin/sandbox/live-origin";

type Look = {
  readonly drift: readonly { readonly resource: string; readonly action: string }[];
  readonly next: string;
};

async function bedWithStack(): Promise<StackBed> {
  const bed = await openStackBed({ haste: 20 });
  open.push(bed);
  await done(bed, INIT);
  return bed;
}

async function done(bed: StackBed, args: readonly string[]): Promise<Ended> {
  const run = await bed.run(args);
  expect(run.code, run.stderr + run.stdout).toBe(0);
  return run;
}

async function status(bed: StackBed): Promise<readonly [number | null, Look]> {
  const { code, stdout } = await bed.run(["status", "--json"]);
  return [code, JSON.parse(stdout) as Look];
}

/** As somebody does by hand in the console. */
async function disableDistribution(bed: StackBed): Promise<void> {
  const { id = "" } = (await bed.state()).resources["distribution"]?.ids ?? {};
  const client = new CloudFrontClient({
    region: "us-east-1",
    endpoint: bed.sandbox.endpoints.cloudfront,
    credentials: { accessKeyId: "AKIAEXAMPLE000000000", secretAccessKey: "secret" },
  });
  const { DistributionConfig, ETag } = await client.send(
    new GetDistributionConfigCommand({ Id: id }),
  );
  if (DistributionConfig === undefined) throw new Error("no configuration");
  await client.send(
    new UpdateDistributionCommand({
      Id: id,
      IfMatch: ETag,
      DistributionConfig: { ...DistributionConfig, Enabled: false },
    }),
  );
}

function codeOf({ stdout }: Ended): string {
  return (JSON.parse(stdout) as { error: { code: string } }).error.code;
}

test("without what was applied last no command puts the defaults in its place, and init with the settings heals it", async () => {
  const bed = await bedWithStack();
  await rm(join(bed.cwd, FOLDER, "applied-spec.json"));
  bed.calls.length = 0;
  const [code, look] = await status(bed);
  expect(code).toBe(5);
  expect(look.drift.map(({ resource }) => resource)).toEqual(["spec"]);
  for (const command of [
    ["rotate-keys", "--yes", "--json"],
    ["create-cdn", "--yes", "--json"],
  ]) {
    const refused = await bed.run(command);
    expect(refused.code).toBe(1);
    expect(codeOf(refused)).toBe("SETTINGS_UNKNOWN");
  }
  expect(bed.calls.filter(isWriteCall)).toEqual([]);

  await done(bed, INIT);
  expect(bed.calls.filter(isWriteCall)).toEqual([]);
  expect(await status(bed)).toMatchObject([0, { drift: [] }]);
  await done(bed, ["rotate-keys", "--yes"]);
});

test("a Spec file that says everything stands in for what was applied last", async () => {
  const bed = await bedWithStack();
  const { input } = bed.sandbox.defaults as { readonly input: unknown };
  await writeFile(
    join(bed.cwd, "live-origin.json"),
    JSON.stringify({
      region: "us-west-2",
      channel: {
        input,
        segmentSeconds: 1,
        ladder: [
          { name: "240p30", width: 426, height: 240, fps: 30, videoKbps: 350, audioKbps: 64 },
        ],
      },
    }),
  );
  await rm(join(bed.cwd, FOLDER, "applied-spec.json"));
  expect(await status(bed)).toMatchObject([0, { drift: [] }]);
  await done(bed, ["rotate-keys", "--yes"]);
  expect(await status(bed)).toMatchObject([0, { drift: [] }]);
});

test("a stack whose folder is lost is taken over with its settings, and has not drifted then", async () => {
  const bed = await bedWithStack();
  await rm(join(bed.cwd, FOLDER), { recursive: true });
  bed.calls.length = 0;
  await done(bed, [...INIT, "--rebuild-state"]);
  expect(bed.calls.filter(isWriteCall)).toEqual([]);
  expect(await status(bed)).toMatchObject([0, { drift: [] }]);
  await done(bed, ["rotate-keys", "--yes"]);
});

test("a part that is made again with nothing to do forgets no setting", async () => {
  const bed = await openStackBed({ haste: 20 });
  open.push(bed);
  await done(bed, [...INIT, "--ttl-seconds", "7200", "--key-days", "60"]);
  await done(bed, ["create-origin", "--yes"]);
  expect(await status(bed)).toMatchObject([0, { drift: [] }]);
});

test("where no key ends soon, a rotation for cron needs no settings", async () => {
  const bed = await bedWithStack();
  await rm(join(bed.cwd, FOLDER, "applied-spec.json"));
  bed.calls.length = 0;
  await done(bed, ["rotate-keys", "--yes", "--if-expiring-within", "7d"]);
  expect(bed.calls.filter(isWriteCall)).toEqual([]);
});

test("status names the part that is still to be made", async () => {
  const bed = await openStackBed({ haste: 20 });
  open.push(bed);
  await done(bed, ["create-origin", "--yes"]);
  expect(await status(bed)).toMatchObject([0, { next: "live-origin create-channel --sandbox" }]);
  await done(bed, ["create-channel", "--yes", ...SMALL]);
  expect(await status(bed)).toMatchObject([0, { next: "live-origin create-cdn --sandbox" }]);
});

test.each([
  [
    "a file for another stack",
    "live-origin.json",
    { name: "other", channel: { ladder: "hd" } },
    [],
  ],
  ["--config", "show.json", { origin: { ttlSeconds: 5000 } }, ["--config", "show.json"]],
])(
  "the command that status names beside %s is for this stack and as it was made",
  async (_name, file, content, config) => {
    const bed = await openStackBed({ haste: 20 });
    open.push(bed);
    const put = (): Promise<void> => writeFile(join(bed.cwd, file), JSON.stringify(content));
    if (config.length > 0) await put();
    await done(bed, [...INIT, "--name", "live-origin", ...config]);
    await put();
    await disableDistribution(bed);
    const { stdout } = await bed.run(["status", "--json", "--name", "live-origin", ...config]);
    const { next } = JSON.parse(stdout) as Look;
    bed.calls.length = 0;
    await done(bed, [...next.split(" ").slice(1, -1), "--yes"]);
    expect(bed.calls.filter(isWriteCall).map(({ operation }) => operation)).toEqual([
      "UpdateDistribution",
    ]);
  },
);

test("the command that status names for drift brings back what was made, ladder and all", async () => {
  const bed = await bedWithStack();
  await disableDistribution(bed);
  const [code, look] = await status(bed);
  expect(code).toBe(5);
  expect(look.next).toBe("live-origin init --sandbox");
  bed.calls.length = 0;
  await done(bed, [...look.next.split(" ").slice(1, -1), "--yes"]);
  expect(bed.calls.filter(isWriteCall).map(({ operation }) => operation)).toEqual([
    "UpdateDistribution",
  ]);
  expect(await status(bed)).toMatchObject([0, { drift: [] }]);
});
