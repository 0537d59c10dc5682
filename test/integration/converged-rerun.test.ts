import {
  CloudFrontClient,
  CreateDistributionCommand,
  type DistributionConfig,
} from "@aws-sdk/client-cloudfront";
import { afterAll, beforeAll, expect, test } from "vitest";
import OTHER from "./support/other-distribution.json" with { type: "json" };
import { openStackBed, type StackBed } from "./support/stack-bed.ts";

let bed: StackBed;
beforeAll(async () => {
  bed = await openStackBed({ haste: 20, quotas: { distributions: 500 } });
});
afterAll(() => bed.close());

/** CloudFront lists a hundred to a page. */
const OTHERS = 210;
const PAGES = 3;

test("among many other distributions a stack is made with one look at each page of their list", async () => {
  await haveOthers(OTHERS);
  bed.calls.length = 0;
  const run = await bed.run(["init", "--yes"]);
  expect(run.code, run.stderr).toBe(0);
  const lists = bed.calls.filter(({ operation }) => operation === "ListDistributions");
  expect(lists).toHaveLength(PAGES);
});

/** What a look at the whole of a default stack asks. */
const WHOLE = [
  "cloudfront DescribeFunction",
  "cloudfront GetDistribution",
  "cloudfront GetFunction",
  "iam GetRole",
  "iam GetRolePolicy",
  "medialive DescribeChannel",
  "medialive DescribeInput",
  "momento Get",
];

test("a run that finds everything as it should be reads each resource once, and lists nothing", async () => {
  expect(await callsOf(["init", "--yes"])).toEqual([...WHOLE, "sts GetCallerIdentity"]);
  await callsOf(["rotate-keys", "--dry-run"]);
  expect(askedTwice()).toEqual([]);
  const looked = await callsOf(["doctor"]);
  expect(looked.filter((call) => call === "momento ListCaches")).toHaveLength(1);
});

test.for(["create-origin", "create-channel", "create-cdn"])(
  "so does %s, which shows the whole stack",
  async (command) => {
    const asksWho = command === "create-origin" ? [] : ["sts GetCallerIdentity"];
    expect(await callsOf([command, "--yes"])).toEqual([...WHOLE, ...asksWho]);
  },
);

test("so does one of a stack that has all that a stack can have", async () => {
  const all = ["--revocable-keys", "--encoder-auth", "parameter-store", "--stop-after", "1h"];
  const stack = ["init", "--yes", "--name", "all", "--cache", "all"];
  await callsOf([...stack, ...all, "--playlist-cache-seconds", "1", "--master-playlist", "edge"]);
  expect(await callsOf(["init", "--yes", "--name", "all"])).toEqual([
    "cloudfront DescribeFunction",
    "cloudfront GetCachePolicy",
    "cloudfront GetDistribution",
    "cloudfront GetFunction",
    "iam GetRole",
    "iam GetRole",
    "iam GetRolePolicy",
    "iam GetRolePolicy",
    "medialive DescribeChannel",
    "medialive DescribeInput",
    "momento Get",
    "momento ListApiKeys",
    "momento ListRoles",
    "ssm GetParameter",
    "ssm ListTagsForResource",
    "sts GetCallerIdentity",
  ]);
  expect(askedTwice()).toEqual([]);
  for (const part of ["origin", "channel", "cdn"]) {
    await callsOf([`create-${part}`, "--yes", "--name", "all"]);
    expect(askedTwice(), part).toEqual([]);
  }
});

test("nor do a status, a start and an init of a show that runs and that a schedule ends", async () => {
  await callsOf(["start", "--for", "1h"]);
  const end = ["iam GetRole", "iam GetRolePolicy", "scheduler GetSchedule"];
  const whole = [...WHOLE, ...end, "sts GetCallerIdentity"].toSorted();
  expect(await callsOf(["status"])).toContain("scheduler GetSchedule");
  expect(askedTwice()).toEqual([]);
  expect(await callsOf(["start"])).toEqual(whole);
  expect(askedTwice()).toEqual([]);
  await callsOf(["init", "--yes", "--start"]);
  const picture = bed.calls.findIndex(({ operation }) => operation === "ListAlerts");
  expect(named(bed.calls.slice(0, picture))).toEqual(whole);
  const looks = bed.calls.filter(({ operation }) => operation === "GetDistribution");
  expect(looks).toHaveLength(1);
  await callsOf(["stop", "--yes"]);
});

test("a stack with a push input and a cache policy is made with one look at each list, and goes without deletes of what is not there", async () => {
  const push = ["--input", "rtmp-push", "--cidr", "127.0.0.1/32"];
  const name = ["--name", "push"];
  const stack = ["init", "--yes", ...name, "--cache", "push", ...push];
  const made = await callsOf([...stack, "--playlist-cache-seconds", "1"]);
  const lists = ["cloudfront ListCachePolicies", "medialive ListInputSecurityGroups"];
  expect(made.filter((call) => lists.includes(call))).toEqual(lists);
  expect(await callsOf(["stop", "--yes", ...name])).toEqual([
    "medialive DescribeChannel",
    "scheduler GetSchedule",
    "sts GetCallerIdentity",
  ]);
  await callsOf(["teardown", ...name, "--confirm", "push"]);
  const asked = bed.calls.map(({ operation }) => operation);
  expect(asked).not.toContain("DeleteRolePolicy");
  const before = asked.slice(0, asked.indexOf("DeleteChannel"));
  // For the plan, after the yes to it, and right before it is deleted.
  expect(before.filter((one) => one === "DescribeChannel")).toHaveLength(3);
  expect(asked.filter((one) => one === "GetSchedule")).toHaveLength(1);
});

test("status --all reads once what is the same for all stacks: who asks, and the lists of the account", async () => {
  const cwd = await bed.otherFolder();
  const shared = [
    "cloudfront ListCachePolicies",
    ...Array.from({ length: PAGES }, () => "cloudfront ListDistributions"),
    "medialive ListChannels",
    "medialive ListInputSecurityGroups",
    "medialive ListInputs",
    "sts GetCallerIdentity",
  ];
  const own = ["cloudfront DescribeFunction", "iam GetRole", "iam GetRole", "momento Get"];
  for (const names of [["one"], ["two", "three"]]) {
    for (const name of names)
      await callsOf(["create-origin", "--yes", "--name", name, "--cache", name], cwd);
    const stacks = names.length === 1 ? 1 : 3;
    expect(await callsOf(["status", "--all"], cwd), `${stacks} stacks`).toEqual(
      [...shared, ...Array.from({ length: stacks }, () => own).flat()].toSorted(),
    );
  }
});

/** What the last run asked more than once of the same resource. */
function askedTwice(): readonly string[] {
  const asked = bed.calls.map((call) => JSON.stringify(call));
  return asked.filter((call, at) => asked.indexOf(call) !== at);
}

/** What a run asks of the clouds, sorted. */
async function callsOf(args: readonly string[], cwd = bed.cwd): Promise<readonly string[]> {
  bed.calls.length = 0;
  const run = await bed.run(args, { cwd });
  expect(run.code, run.stderr).toBe(0);
  return named(bed.calls);
}

function named(calls: StackBed["calls"]): readonly string[] {
  return calls.map(({ service, operation }) => `${service} ${operation}`).toSorted();
}

/** Distributions of somebody else, made by the cloud's own API. */
async function haveOthers(many: number): Promise<void> {
  const client = new CloudFrontClient({
    region: "us-east-1",
    endpoint: bed.sandbox.endpoints.cloudfront,
    credentials: { accessKeyId: "AKIAREHEARSAL0000000", secretAccessKey: "rehearsal-only" },
  });
  for (let at = 0; at < many; at += 1)
    await client.send(
      new CreateDistributionCommand({
        DistributionConfig: {
          CallerReference: `other-${at}`,
          Comment: `other ${at}`,
          ...OTHER,
        } as DistributionConfig,
      }),
    );
  client.destroy();
}
