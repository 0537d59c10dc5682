import { afterEach, expect, test } from "vitest";
import { systemClock } from "../../src/sandbox/clock.ts";
import { parseFault, type SandboxOptions } from "../../src/sandbox/index.ts";
import { rehearsal, type Rehearsal } from "./support/rehearsal.ts";
import { runCli, scratchFolder } from "./support/cli.ts";

type Finding = {
  readonly id: string;
  readonly verdict: string;
  readonly saw: string;
  readonly hint?: string;
};

const open: Rehearsal[] = [];
afterEach(async () => {
  for (const place of open.splice(0)) await place.close();
});

async function placeOf(options: SandboxOptions = {}): Promise<Rehearsal> {
  const place = await rehearsal(options);
  open.push(place);
  return place;
}

async function doctor(place: Rehearsal, ...flags: readonly string[]) {
  const run = await place.run(["doctor", "--json", ...flags]);
  const { ok, findings } = JSON.parse(run.stdout) as { ok: boolean; findings: readonly Finding[] };
  const of = (id: string): Finding | undefined => findings.find((finding) => finding.id === id);
  return { code: run.code, ok, findings, of };
}

test("finds a fresh account ready, and writes nothing", async () => {
  const writes: string[] = [];
  const place = await placeOf({
    onCall: (phase, { operation }) => {
      if (phase === "before" && !/^(List|Get|Describe)/.test(operation)) writes.push(operation);
    },
  });
  const { code, ok, findings } = await doctor(place);
  expect([code, ok]).toEqual([0, true]);
  expect(findings.filter(({ verdict }) => verdict === "fail")).toEqual([]);
  expect(writes).toEqual([]);
  expect(place.kinds()).toEqual([]);
});

test("names the reads that are not allowed, and where the policy is", async () => {
  const policy = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["medialive:*", "iam:*", "cloudfront:ListDistributions"],
        Resource: "*",
      },
    ],
  };
  const { code, of } = await doctor(await placeOf({ policy }));
  expect(code).toBe(5);
  expect(of("aws-rights")).toMatchObject({
    verdict: "fail",
    saw: "not allowed: cloudfront:ListCachePolicies",
  });
  expect(of("aws-rights")?.hint).toContain("--print-policy");
});

test("is content with exactly the policy that it prints for itself", async () => {
  const printed = await (await placeOf()).run(["doctor", "--print-policy", "doctor"]);
  const policy: unknown = JSON.parse(printed.stdout);
  const { of } = await doctor(await placeOf({ policy }));
  expect(of("aws-rights")).toMatchObject({ verdict: "pass" });
});

test("holds a ladder against the limits that the account reports", async () => {
  const place = await placeOf({ accountLimits: "on-demand" });
  const made = await place.run(["create-origin", "--yes", "--allow-over-limit"]);
  expect(made.code, made.stderr).toBe(0);
  const { code, findings } = await doctor(place);
  expect(code).toBe(5);
  const limits = findings.filter(
    ({ id, verdict }) => id === "momento-limits" && verdict === "fail",
  );
  expect(limits.map(({ saw }) => saw).join()).toMatch(/operations\/s/);
});

test("shows the quotas that the account reports, or documented defaults, and warns when they are full", async () => {
  const place = await placeOf();
  const { MediaLiveClient, CreateInputCommand } = await import("@aws-sdk/client-medialive");
  const { endpoints, defaults } = place.sandbox;
  const client = new MediaLiveClient({
    region: defaults.region,
    endpoint: endpoints.medialive,
    credentials: { accessKeyId: "AKIATEST", secretAccessKey: "test" },
  });
  expect((await doctor(place)).of("aws-quotas")?.saw).toMatch(
    /^0 of 5 MediaLive channels, .*0 of 100 CloudFront functions \(documented default; yours may be higher\)$/,
  );
  const { CreateInputSecurityGroupCommand } = await import("@aws-sdk/client-medialive");
  for (let count = 0; count < 5; count += 1)
    await client.send(
      new CreateInputSecurityGroupCommand({ WhitelistRules: [{ Cidr: "192.0.2.0/24" }] }),
    );
  await client.send(
    new CreateInputCommand({
      Name: "x",
      Type: "MP4_FILE",
      Sources: [{ Url: "http://198.51.100.4/x.mp4" }],
    }),
  );
  const { code, of } = await doctor(place);
  expect([code, of("aws-quotas")?.verdict]).toEqual([0, "warn"]);
  expect(of("aws-quotas")?.saw).toContain("5 of 5 MediaLive input security groups");
});

test("finds a wrong clock", async () => {
  // The clouds' clock is the right one.
  const clock = { ...systemClock, now: () => Date.now() - 400_000 };
  const { of } = await doctor(await placeOf({ clock }));
  expect(of("clock")).toMatchObject({
    verdict: "fail",
    saw: expect.stringMatching(/the clock is 40[0-2] s/) as string,
  });
});

test("finds a Spec that cannot be used, and still looks at the accounts", async () => {
  const { code, of } = await doctor(await placeOf(), "--segment-seconds", "40");
  expect([code, of("spec")?.verdict, of("aws-identity")?.verdict]).toEqual([5, "fail", "pass"]);
});

test("says what is wrong with AWS, and goes on with Momento", async () => {
  const faults = [parseFault("sts:GetCallerIdentity refuse always InvalidClientTokenId 403")];
  const { code, of } = await doctor(await placeOf({ faults }));
  expect([code, of("aws-identity")?.verdict, of("momento-rights")?.verdict]).toEqual([
    5,
    "fail",
    "pass",
  ]);
});

test("says everything that is missing on a machine where nothing is set up", async () => {
  const folder = await scratchFolder();
  const run = await runCli(["doctor", "--json"], {
    cwd: folder.path,
    env: { AWS_ENDPOINT_URL: "http://127.0.0.1:9", AWS_REGION: "us-west-2" },
  });
  await folder.remove();
  const { findings } = JSON.parse(run.stdout) as { findings: readonly Finding[] };
  const failed = findings.filter(({ verdict }) => verdict === "fail").map(({ id }) => id);
  expect(run.code).toBe(5);
  expect(failed).toEqual(expect.arrayContaining(["aws-identity", "momento-key"]));
});

test("refuses to print a policy for what is no command", async () => {
  const run = await (await placeOf()).run(["doctor", "--print-policy", "dance"]);
  expect([run.code, run.stdout]).toEqual([2, ""]);
  expect(run.stderr).toContain("rotate-keys");
});

test("asks the account API only for keys that can be revoked, and says what the key lacks for them", async () => {
  const place = await placeOf();
  expect((await doctor(place)).of("momento-roles")).toBeUndefined();
  const good = await doctor(place, "--revocable-keys");
  expect(good.of("momento-roles")).toMatchObject({ verdict: "pass" });
  place.sandbox.setFaults([parseFault("momento:ListRoles refuse always PERMISSION_DENIED 403")]);
  const weak = await doctor(place, "--revocable-keys");
  expect(weak.code).toBe(5);
  expect(weak.of("momento-roles")).toMatchObject({
    verdict: "fail",
    saw: expect.stringContaining("auth management"),
  });
});
