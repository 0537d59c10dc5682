import { cp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  CloudFrontClient,
  GetDistributionConfigCommand,
  UpdateDistributionCommand,
} from "@aws-sdk/client-cloudfront";
import {
  DescribeChannelCommand,
  MediaLiveClient,
  UpdateChannelCommand,
} from "@aws-sdk/client-medialive";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isWriteCall, openStackBed, type Ended, type StackBed } from "../support/stack-bed.ts";

const credentials = { accessKeyId: "AKIAREHEARSAL0000000", secretAccessKey: "rehearsal-only" };
const KEYS = ".live-origin/sandbox/live-origin/keys.json";

let bed: StackBed;
/** Where the stack was made, and a copy of that folder on another machine. */
let made: string;
let copy: string;
beforeEach(async () => {
  bed = await openStackBed({ haste: 20 });
  made = bed.cwd;
  copy = await bed.otherFolder();
});
afterEach(() => bed.close());

async function ok(args: readonly string[], cwd: string): Promise<Ended> {
  const run = await bed.run(args, { cwd });
  expect(run.code, `${args.join(" ")}\n${run.stderr}`).toBe(0);
  return run;
}

async function makeAndCopy(...args: readonly string[]): Promise<void> {
  await ok(["init", "--yes", ...args], made);
  await rm(copy, { recursive: true });
  await cp(made, copy, { recursive: true });
}

/** What viewers and encoder use now, as the clouds have it. */
async function cloud(): Promise<{
  readonly player: string;
  readonly path: string;
  readonly url: string;
}> {
  const { resources } = await bed.state();
  const { config } = await distribution();
  const origin = config?.Origins?.Items?.[0];
  const channel = await medialive().send(
    new DescribeChannelCommand({ ChannelId: resources["channel"]?.ids["id"] ?? "" }),
  );
  return {
    player: origin?.CustomHeaders?.Items?.[0]?.HeaderValue ?? "",
    path: origin?.OriginPath ?? "",
    url: channel.Destinations?.[0]?.Settings?.[0]?.Url ?? "",
  };
}

const medialive = (): MediaLiveClient =>
  new MediaLiveClient({
    region: "us-west-2",
    credentials,
    endpoint: bed.sandbox.endpoints.medialive,
  });
const cloudfront = (): CloudFrontClient =>
  new CloudFrontClient({
    region: "us-west-2",
    credentials,
    endpoint: bed.sandbox.endpoints.cloudfront,
  });

async function distribution() {
  const Id = (await bed.state()).resources["distribution"]?.ids["id"] ?? "";
  const { ETag, DistributionConfig: config } = await cloudfront().send(
    new GetDistributionConfigCommand({ Id }),
  );
  return { Id, ETag, config };
}

type Failure = { readonly code: string; readonly message: string; readonly hint: string };

/** A command that must refuse, change nothing and show fingerprints, never keys. */
async function refused(args: readonly string[], cwd: string): Promise<Failure> {
  const before = [await cloud(), bed.inventory()];
  bed.calls.length = 0;
  const run = await bed.run([...args, "--json"], { cwd });
  expect(run.code, `${args.join(" ")}\n${run.stdout}${run.stderr}`).toBe(1);
  const { error } = JSON.parse(run.stdout) as { error: Failure };
  expect(error.code).toBe("WRITTEN_ELSEWHERE");
  expect(error.hint).toContain("--rebuild-state");
  expect(bed.calls.filter(isWriteCall)).toEqual([]);
  expect([await cloud(), bed.inventory()]).toEqual(before);
  for (const folder of [made, copy]) {
    const text = await readFile(join(folder, KEYS), "utf8").catch(() => "{}");
    const keys = JSON.parse(text) as Record<string, { readonly apiKey: string }>;
    for (const { apiKey } of Object.values(keys))
      expect(run.stdout + run.stderr).not.toContain(apiKey);
  }
  return error;
}

const EVERY_WAY: readonly (readonly string[])[] = [
  ["init", "--yes"],
  ["init", "--dry-run"],
  ["init", "--yes", "--allow-interruption", "--adopt-cache"],
  ["create-origin", "--yes"],
  ["create-channel", "--yes"],
  ["create-cdn", "--yes"],
  ["start"],
  ["rotate-keys", "--yes"],
  ["rotate-keys", "--yes", "--new-cache", "--allow-interruption"],
  ["teardown", "--confirm", "live-origin", "--allow-interruption"],
];

/** What only looks or ends a show works with what it knows. */
async function looksAndStopsWork(cwd: string): Promise<void> {
  const status = await bed.run(["status", "--json"], { cwd });
  expect(status.code, status.stderr).toBe(5);
  const { drift, next } = JSON.parse(status.stdout) as {
    drift: { between: string }[];
    next: string;
  };
  expect(drift.map(({ between }) => between)).toContain("copy");
  expect(next).toContain("init --rebuild-state");
  const verify = await bed.run(["verify", "--json"], { cwd });
  expect([0, 5], verify.stderr).toContain(verify.code);
  expect(verify.stdout).not.toContain("WRITTEN_ELSEWHERE");
  await ok(["stop"], cwd);
}

describe.each([
  ["a copy that stayed behind", () => ({ ahead: made, behind: copy })],
  ["a folder whose copy went on", () => ({ ahead: copy, behind: made })],
])("%s", (_who, folders) => {
  test("does not put an old key back: every command that writes refuses, what looks and stops works", async () => {
    await makeAndCopy();
    const { ahead, behind } = folders();
    const before = await cloud();
    await ok(["rotate-keys", "--yes"], ahead);
    const after = await cloud();
    expect(after.player).not.toBe(before.player);
    for (const args of EVERY_WAY) await refused(args, behind);
    const { message } = await refused(["init", "--yes"], behind);
    expect(message).toMatch(
      /fingerprint of the players' key is [0-9a-f]{16} in the cloud, [0-9a-f]{16} here/,
    );
    expect(message).toMatch(
      /fingerprint of the encoder's key is [0-9a-f]{16} in the cloud, [0-9a-f]{16} here/,
    );
    await looksAndStopsWork(behind);

    await ok(["init", "--yes", "--rebuild-state"], behind);
    expect(await cloud()).toEqual(after);
    const again = await ok(["init", "--yes"], behind);
    expect(again.stderr).toContain("nothing to do");
    await ok(["rotate-keys", "--yes"], behind);
    await refused(["init", "--yes"], ahead);
  });
});

test("a move to another cache is seen by the origin's path and the destination, and is taken over whole", async () => {
  await makeAndCopy();
  await ok(["rotate-keys", "--yes", "--new-cache"], copy);
  const after = await cloud();
  const { message } = await refused(["init", "--yes"], made);
  expect(message).toContain(
    `the origin's path is ${after.path} in the cloud, /cache/live-origin here`,
  );
  expect(message).toContain("the destination is http");
  await refused(["teardown", "--confirm", "live-origin", "--allow-interruption"], made);
  await ok(["init", "--yes", "--rebuild-state"], made);
  expect(await cloud()).toEqual(after);
  await ok(
    [
      "teardown",
      "--confirm",
      "live-origin",
      "--allow-interruption",
      "--delete-cache",
      after.path.split("/").at(-1) ?? "",
    ],
    made,
  );
  expect(bed.inventory()).toEqual([]);
});

test("the parameter's value and a change of the encoder's way of showing its key are seen", async () => {
  await makeAndCopy("--encoder-auth", "parameter-store");
  await ok(["rotate-keys", "--yes"], copy);
  const { message } = await refused(
    ["create-channel", "--yes", "--encoder-auth", "parameter-store"],
    made,
  );
  expect(message).toMatch(/encoder's key is [0-9a-f]{16} in the cloud, [0-9a-f]{16} here/);
  await refused(["create-channel", "--yes", "--encoder-auth", "url-token"], made);
});

test("keys that can be revoked: the copy that stayed behind revokes none of those in force", async () => {
  await makeAndCopy("--revocable-keys");
  await ok(["rotate-keys", "--yes"], copy);
  for (const args of EVERY_WAY)
    await refused(
      [
        ...args,
        ...(args[0] === "init" || args[0]?.startsWith("create") ? ["--revocable-keys"] : []),
      ],
      made,
    );
});

describe("what somebody changed by hand", () => {
  test("a destination's other members are drift and are repaired; its key, host and path are not", async () => {
    await ok(["init", "--yes"], made);
    const ChannelId = (await bed.state()).resources["channel"]?.ids["id"] ?? "";
    const { Destinations } = await medialive().send(new DescribeChannelCommand({ ChannelId }));
    const [first] = Destinations ?? [];
    const { Url = "" } = first?.Settings?.[0] ?? {};
    const change = (url: string) =>
      medialive().send(
        new UpdateChannelCommand({
          ChannelId,
          Destinations: [{ Id: first?.Id, Settings: [{ Url: url }] }],
        }),
      );
    await change(Url.replace("ttl_seconds=3600", "ttl_seconds=60"));
    await ok(["init", "--yes"], made);
    expect((await cloud()).url).toBe(Url);
    await change(Url.replace("/cache/live-origin/", "/cache/another/"));
    await refused(["init", "--yes"], made);
    await change(Url.replace(/token=[^&]+/, "token=somebody-elses-key"));
    await refused(["init", "--yes"], made);
    await change(Url);
    await ok(["init", "--yes"], made);
    expect((await cloud()).url).toBe(Url);
  });

  test("another origin host, path or key is refused, and torn down once taken over", async () => {
    await ok(["init", "--yes"], made);
    const { config, Id } = await distribution();
    if (config === undefined) throw new Error("no config");
    const [origin] = config.Origins?.Items ?? [];
    const change = async (other: Partial<NonNullable<typeof origin>>): Promise<void> => {
      await cloudfront().send(
        new UpdateDistributionCommand({
          Id,
          IfMatch: (await distribution()).ETag,
          DistributionConfig: {
            ...config,
            Origins: {
              Quantity: 1,
              Items: [{ ...origin, Id: origin?.Id, DomainName: origin?.DomainName, ...other }],
            },
          },
        }),
      );
    };
    await change({ DomainName: "localhost" });
    await refused(["init", "--yes"], made);
    await refused(["create-cdn", "--yes"], made);
    await change({ OriginPath: "/cache/another" });
    await refused(["init", "--yes"], made);
    // The key is refused there, so nobody has moved: what does not work is put right.
    await ok(["create-cdn", "--yes"], made);
    const Items = [{ HeaderName: "Authorization", HeaderValue: "somebody-elses-key" }];
    await change({ CustomHeaders: { Quantity: 1, Items } });
    await refused(["teardown", "--confirm", "live-origin", "--allow-interruption"], made);
    await ok(
      ["teardown", "--rebuild-state", "--confirm", "live-origin", "--allow-interruption"],
      made,
    );
    expect(bed.inventory()).toEqual([]);
  });
});
