import {
  CloudFrontClient,
  DeleteFunctionCommand,
  DescribeFunctionCommand,
  GetDistributionConfigCommand,
  UpdateDistributionCommand,
} from "@aws-sdk/client-cloudfront";
import { MediaLiveClient, CreateInputCommand } from "@aws-sdk/client-medialive";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { type Opened, test } from "../support/opened.ts";
import { openStackBed, type StackBed } from "../support/stack-bed.ts";

const TEARDOWN = ["teardown", "--confirm", "live-origin", "--allow-interruption"];
const credentials = { accessKeyId: "AKIAREHEARSAL0000000", secretAccessKey: "rehearsal-only" };

async function bedWithStack(
  opened: Opened,
  options: Parameters<typeof openStackBed>[0] = {},
  ...flags: readonly string[]
): Promise<StackBed> {
  const bed = opened(await openStackBed({ haste: 20, ...options }));
  const made = await bed.run(["init", "--yes", ...flags]);
  expect(made.code, made.stderr).toBe(0);
  return bed;
}

function kinds(bed: StackBed): readonly string[] {
  return bed
    .inventory()
    .map(({ kind }) => kind)
    .toSorted();
}

async function tornDown(bed: StackBed, ...flags: readonly string[]): Promise<void> {
  const run = await bed.run([...TEARDOWN, ...flags]);
  expect(run.code, run.stderr).toBe(0);
  expect(bed.inventory()).toEqual([]);
}

function cloudfront(bed: StackBed): CloudFrontClient {
  const endpoint = bed.sandbox.endpoints.cloudfront;
  return new CloudFrontClient({ region: "us-east-1", endpoint, credentials });
}

async function disable(bed: StackBed): Promise<void> {
  const client = cloudfront(bed);
  const Id = (await bed.state()).resources["distribution"]?.ids["id"] ?? "";
  const { ETag, DistributionConfig: config } = await client.send(
    new GetDistributionConfigCommand({ Id }),
  );
  if (config === undefined) throw new Error("no config");
  await client.send(
    new UpdateDistributionCommand({
      Id,
      IfMatch: ETag,
      DistributionConfig: { ...config, Enabled: false },
    }),
  );
}

test.concurrent("with --no-wait it ends while CloudFront disables, and the same command finishes it later", async ({
  opened,
}) => {
  const bed = await bedWithStack(opened, { latency: "brief" });
  const first = await bed.run([...TEARDOWN, "--no-wait", "--json"]);
  expect(first.code, first.stderr).toBe(3);
  const { error } = JSON.parse(first.stdout) as { error: { code: string; hint: string } };
  expect(error.code).toBe("NOT_FINISHED");
  expect(error.hint).toContain(
    "live-origin teardown --confirm live-origin --allow-interruption --no-wait",
  );
  expect(kinds(bed)).toEqual(["cache", "distribution", "function"]);
  const settled = () => bed.inventory().some(({ status }) => status === "Deployed");
  while (!settled()) await new Promise((done) => setImmediate(done));
  await tornDown(bed, "--no-wait");
});

test.concurrent("a distribution that was disabled by hand, and is still deploying, is finished", async ({
  opened,
}) => {
  const bed = await bedWithStack(opened, { latency: "brief" });
  await disable(bed);
  await tornDown(bed);
});

test.concurrent("a distribution that is disabled and deployed is deleted without touching it again", async ({
  opened,
}) => {
  const bed = await bedWithStack(opened);
  await disable(bed);
  bed.calls.length = 0;
  await tornDown(bed);
  expect(bed.calls.map(({ operation }) => operation)).not.toContain("UpdateDistribution");
});

test.concurrent("an interrupted teardown goes on with what is left", async ({ opened }) => {
  const bed = await bedWithStack(opened);
  bed.sandbox.setFaults([
    {
      service: "cloudfront",
      operation: "DeleteDistribution",
      effect: "refuse",
      error: { name: "AccessDenied", status: 403, message: "No." },
    },
  ]);
  const first = await bed.run(TEARDOWN);
  expect(first.code).toBe(3);
  expect(first.stderr).toContain("live-origin teardown");
  bed.sandbox.setFaults([]);
  await tornDown(bed);
});

test.concurrent("what somebody deleted meanwhile is no obstacle", async ({ opened }) => {
  const bed = await bedWithStack(opened);
  const client = cloudfront(bed);
  await disable(bed);
  const Name = (await bed.state()).resources["function"]?.ids["name"] ?? "";
  // Half of it by hand: the distribution's function is in use until the distribution is gone.
  const { ETag } = await client.send(new DescribeFunctionCommand({ Name }));
  await expect(client.send(new DeleteFunctionCommand({ Name, IfMatch: ETag }))).rejects.toThrow(
    expect.objectContaining({ name: "FunctionInUse" }),
  );
  await rm(join(bed.cwd, ".live-origin/sandbox/live-origin/keys.json"));
  await tornDown(bed);
});

test.concurrent("a state that lies about its ids is corrected by the tags", async ({ opened }) => {
  const bed = await bedWithStack(opened);
  const path = join(bed.cwd, ".live-origin/sandbox/live-origin/state.json");
  const state = await bed.state();
  const { channel, input, distribution } = state.resources;
  if (channel === undefined || input === undefined || distribution === undefined)
    throw new Error("incomplete");
  const lies = {
    ...state,
    resources: {
      ...state.resources,
      channel: { ...channel, ids: { id: "9999999" } },
      input: undefined,
      distribution: { ...distribution, ids: { id: "E0000000000000" } },
      function: undefined,
    },
  };
  await writeFile(path, JSON.stringify(lies));
  await tornDown(bed);
});

test.concurrent("an existing input and its group are left alone", async ({ opened }) => {
  const bed = opened(await openStackBed({ haste: 20 }));
  const medialive = new MediaLiveClient({
    region: "us-west-2",
    endpoint: bed.sandbox.endpoints.medialive,
    credentials,
  });
  const { Input: input } = await medialive.send(
    new CreateInputCommand({
      Name: "studio",
      Type: "MP4_FILE",
      Sources: [{ Url: "https://example.com/loop.mp4" }],
    }),
  );
  const made = await bed.run([
    "init",
    "--yes",
    "--input",
    "existing",
    "--input-id",
    input?.Id ?? "",
  ]);
  expect(made.code, made.stderr).toBe(0);
  const removed = await bed.run(TEARDOWN);
  expect(removed.code, removed.stderr).toBe(0);
  expect(bed.inventory().map(({ kind, id }) => [kind, id])).toEqual([["input", input?.Id]]);
});

test.concurrent("the wrong name removes nothing", async ({ opened }) => {
  const bed = await bedWithStack(opened);
  const before = kinds(bed);
  const run = await bed.run(["teardown", "--confirm", "live-origni"]);
  expect(run.code).toBe(2);
  expect(run.stderr).toContain("Nothing was done");
  const unasked = await bed.run(["teardown", "--no-input"]);
  expect(unasked.code).toBe(4);
  expect(unasked.stderr).toContain("--confirm");
  expect(kinds(bed)).toEqual(before);
});

test.concurrent("a channel on air is torn down on the name, and it is said that this ends the show", async ({
  opened,
}) => {
  const bed = await bedWithStack(
    opened,
    {},
    "--start",
    "--ladder",
    "mobile",
    "--segment-seconds",
    "1",
  );
  const unasked = await bed.run(["teardown", "--yes", "--allow-interruption", "--no-input"]);
  expect(unasked.code).toBe(4);
  expect(bed.inventory().find(({ kind }) => kind === "channel")?.status).toBe("RUNNING");
  const run = await bed.run(TEARDOWN);
  expect(run.code, run.stderr).toBe(0);
  expect(run.stderr).toContain("The channel is RUNNING: this ends the show.");
  expect(bed.inventory()).toEqual([]);
});

test.concurrent("what will be removed is shown with its ids, and nothing is removed on a dry run", async ({
  opened,
}) => {
  const bed = await bedWithStack(opened);
  const { resources } = await bed.state();
  const plan = await bed.run(["teardown", "--dry-run"]);
  expect(plan.code).toBe(0);
  expect(plan.stdout).toContain(resources["channel"]?.ids["id"]);
  expect(kinds(bed)).toHaveLength(6);
  const again = await bed.run([...TEARDOWN, "--json"]);
  expect(again.stderr).toContain(resources["distribution"]?.ids["id"]);
  const nothing = await bed.run([...TEARDOWN, "--json"]);
  expect(nothing.code).toBe(0);
  expect(JSON.parse(nothing.stdout)).toMatchObject({ name: "live-origin", removed: [], kept: [] });
});
