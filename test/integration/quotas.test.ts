import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  CreateInputCommand,
  CreateInputSecurityGroupCommand,
  MediaLiveClient,
} from "@aws-sdk/client-medialive";
import { parseFault, type SandboxOptions } from "../../src/sandbox/index.ts";
import { rehearsal, type Rehearsal } from "./support/rehearsal.ts";

/** Asked for nothing but counting. */
const COUNTED = /^service-quotas|ListFunctions$/;

const PUSH = ["--input", "rtmp-push", "--cidr", "203.0.113.7/32"];

let place: Rehearsal;
let calls: string[] = [];
beforeEach(() => {
  calls = [];
});
afterEach(() => place.close());

async function open(options: SandboxOptions): Promise<void> {
  place = await rehearsal({
    log: ({ service, operation }) => calls.push(`${service}:${operation}`),
    ...options,
  });
}

type Make = (client: MediaLiveClient, index: number) => Promise<unknown>;

async function repeat(count: number, make: Make): Promise<void> {
  const { endpoints, defaults } = place.sandbox;
  const client = new MediaLiveClient({
    region: defaults.region,
    endpoint: endpoints.medialive,
    credentials: { accessKeyId: "AKIATEST", secretAccessKey: "test" },
  });
  for (let index = 0; index < count; index += 1) await make(client, index);
  client.destroy();
}

async function fillPullInputs(count: number): Promise<void> {
  const Sources = [{ Url: "https://198.51.100.4/x.m3u8" }];
  await repeat(count, (client, index) =>
    client.send(new CreateInputCommand({ Name: `in-${index}`, Type: "URL_PULL", Sources })),
  );
}

async function fillSecurityGroups(count: number): Promise<void> {
  const WhitelistRules = [{ Cidr: "192.0.2.0/24" }];
  await repeat(count, (client) =>
    client.send(new CreateInputSecurityGroupCommand({ WhitelistRules })),
  );
}

type Told = { readonly error: { readonly code: string; readonly message: string } };
const errorOf = (stdout: string) => (JSON.parse(stdout) as Told).error;

describe("a quota that the account reports and that is full", () => {
  test("is told before anything is made, and by a dry run", async () => {
    await open({ quotas: { pullInputs: 2 } });
    await fillPullInputs(2);
    const before = place.kinds();
    for (const more of [["--dry-run"], ["--yes"]]) {
      const run = await place.run(["init", "--json", ...more]);
      expect(run.code, run.stderr).toBe(2);
      expect(errorOf(run.stdout)).toMatchObject({ code: "AWS_QUOTA" });
      expect(errorOf(run.stdout).message).toBe(
        "A quota of the AWS account is full: 2 of 2 MediaLive pull inputs. This needs one more.",
      );
    }
    expect(place.kinds()).toEqual(before);
    const other = await place.run(["init", "--yes", "--json", ...PUSH]);
    expect(other.code, other.stdout).toBe(0);
  });

  test("tells all of them at once, each of its own kind", async () => {
    await open({ quotas: { channels: 0, functions: 0, distributions: 0, pushInputs: 0 } });
    const run = await place.run(["init", "--yes", "--json"]);
    expect(run.code).toBe(2);
    // The number of functions is in no list of Service Quotas.
    expect(errorOf(run.stdout).message).toContain(
      "0 of 0 MediaLive channels, 0 of 0 CloudFront distributions. This needs one more of each.",
    );
    expect(place.kinds()).toEqual([]);
  });

  test("stops no run that makes nothing of the kind", async () => {
    await open({ quotas: { channels: 1, pullInputs: 1, distributions: 1 } });
    expect((await place.run(["init", "--yes"])).code).toBe(0);
    calls = [];
    const again = await place.run(["init", "--yes"]);
    expect(again.code, again.stderr).toBe(0);
    expect(calls.filter((call) => COUNTED.test(call))).toEqual([]);
    const changed = await place.run(["init", "--yes", "--ttl-seconds", "7200"]);
    expect(changed.code, changed.stderr).toBe(0);
    expect(calls.filter((call) => COUNTED.test(call))).toEqual([]);
  });
});

describe("where Service Quotas may not be asked", () => {
  const DENIED = [parseFault("service-quotas:* refuse always AccessDeniedException")];

  test("a documented default that is reached is a warning, and what it may refuse is tried first", async () => {
    await open({});
    place.sandbox.setFaults(DENIED);
    await fillSecurityGroups(5);
    const run = await place.run(["init", "--yes", ...PUSH]);
    expect(run.stderr).toContain(
      "5 of 5 MediaLive input security groups: full by the documented default; unless yours is",
    );
    expect(run.stderr).toContain("AWS account is full (medialive:CreateInputSecurityGroup");
    expect(run.stderr).toContain("Nothing was done before that.");
    expect(run.code).toBe(1);
    expect(place.kinds()).toEqual(Array.from({ length: 5 }, () => "input-security-group"));
  });

  test("a higher quota goes on after the warning", async () => {
    await open({ quotas: { inputSecurityGroups: 6 } });
    place.sandbox.setFaults(DENIED);
    await fillSecurityGroups(5);
    const run = await place.run(["init", "--yes", ...PUSH]);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toContain("full by the documented default");
  });
});
