import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import {
  CreateInputCommand,
  CreateInputSecurityGroupCommand,
  MediaLiveClient,
} from "@aws-sdk/client-medialive";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseFault } from "../../src/sandbox/index.ts";
import { runCli, scratchFolder, type Finished } from "./support/cli.ts";
import { rehearsal, type Rehearsal } from "./support/rehearsal.ts";
import { startClouds, type EmulatedClouds } from "./support/clouds.ts";

let folder: Awaited<ReturnType<typeof scratchFolder>>;
let clouds: EmulatedClouds;
beforeAll(async () => {
  clouds = await startClouds();
});
afterAll(() => clouds.sandbox.close());
beforeEach(async () => {
  folder = await scratchFolder();
});
afterEach(async () => {
  clouds.sandbox.setFaults([]);
  await folder.remove();
});

const REAL = ["init", "--input", "mp4-file", "--input-url", "https://example.com/a.mp4", "--yes"];
const PLACED = [...REAL, "--region", "us-west-2"];

/** Runs in the clouds; a variable set to "" is taken away. */
async function inClouds(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const all = Object.entries({ ...clouds.env, ...env }).filter(([, value]) => value !== "");
  return runCli(args, { cwd: folder.path, env: Object.fromEntries(all) });
}

/** What a person sees: the failure and what to type next, and never a stack trace. */
function told({ stderr }: Finished): string {
  expect(stderr).not.toMatch(/\n\s+at /);
  return stderr.slice(stderr.lastIndexOf("✗")).trimEnd();
}

test("the old name of the key's variable is recognised", async () => {
  const old = { MOMENTO_API_KEY: "", MOMENTO_AUTH_TOKEN: "eyJ-secret" };
  for (const args of [PLACED, ["doctor", "--region", "us-west-2"]]) {
    const { stdout, stderr } = await inClouds(args, old);
    expect(stdout + stderr).toContain(
      "MOMENTO_AUTH_TOKEN is set, which is its old name: it is called MOMENTO_API_KEY now",
    );
    expect(stdout + stderr).not.toContain("eyJ-secret");
  }
});

test("a character that a stream name cannot have is named", async () => {
  const push = [
    "init",
    "--input",
    "rtmp-push",
    "--cidr",
    "203.0.113.7/32",
    "--stream-name",
    "app/k?y",
  ];
  const run = await inClouds([...push, "--region", "us-west-2", "--yes"]);
  expect([run.code, told(run)]).toEqual([2, expect.stringContaining('"?" cannot be in it')]);
});

const NO_KEYS = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };

test("the command to go on with can be typed as it is shown", async () => {
  const place = await rehearsal();
  try {
    place.sandbox.setFaults([
      {
        service: "medialive",
        operation: "CreateChannel",
        effect: "refuse",
        error: { name: "ForbiddenException", status: 403, message: "No." },
      },
    ]);
    const url = "https://example.com/a.mp4?a=1&b=2";
    const run = await runCli(
      ["init", "--yes", "--input", "mp4-file", "--input-url", url, "--sandbox"],
      { cwd: place.path },
    );
    expect(run.code).toBe(3);
    expect(run.stderr).toContain(
      `go on with: live-origin init --yes --input mp4-file --input-url '${url}'`,
    );
  } finally {
    await place.close();
  }
});

describe("what cannot be sent to AWS", () => {
  test.each([
    ["a session token that ends in a newline", { AWS_SESSION_TOKEN: "token-of-mine\n" }],
    ["an endpoint that is no address", { AWS_ENDPOINT_URL_STS: "http://[nowhere" }],
  ])("%s is told as that, without its value", async (_name, env) => {
    const run = await inClouds(PLACED, env);
    expect(run.code).toBe(1);
    const text = told(run);
    expect(text).toMatch(/sts:GetCallerIdentity cannot be sent: .*\(ERR_\w+\)/);
    expect(text).toContain("AWS_SESSION_TOKEN and any AWS_ENDPOINT_URL");
    expect(run.stderr + run.stdout).not.toMatch(/token-of-mine|nowhere/);
  });
});

describe("AWS sign-in", () => {
  async function ssoProfile(expiresAt: string | undefined): Promise<void> {
    const cache = join(folder.path, ".aws/sso/cache");
    await mkdir(cache, { recursive: true });
    await writeFile(
      join(folder.path, ".aws/config"),
      [
        "[profile studio]",
        "sso_session = studio",
        "sso_account_id = 111122223333",
        "sso_role_name = Video",
        "[sso-session studio]",
        "sso_start_url = https://example.awsapps.com/start",
        "sso_region = us-west-2",
        "sso_registration_scopes = sso:account:access",
        "",
      ].join("\n"),
    );
    if (expiresAt === undefined) return;
    const name = createHash("sha1").update("studio").digest("hex");
    await writeFile(join(cache, `${name}.json`), JSON.stringify({ accessToken: "old", expiresAt }));
  }

  test.each([
    ["expired", "2020-01-01T00:00:00Z"],
    ["never made", undefined],
  ])("that has %s names the profile and the command that signs in", async (_name, expiresAt) => {
    await ssoProfile(expiresAt);
    const run = await inClouds([...PLACED, "--profile", "studio"], NO_KEYS);
    expect(run.code).toBe(1);
    expect(told(run)).toMatch(
      /^✗ The AWS sign-in of profile studio has expired or was never made: /,
    );
    expect(told(run)).toMatch(
      /→ Sign in with `aws sso login --profile studio`, then run the same command again\.$/,
    );
  });

  test("by a profile that does not exist is refused before anything is asked", async () => {
    const run = await inClouds(PLACED, { ...NO_KEYS, AWS_PROFILE: "studoi" });
    expect(run.code).toBe(2);
    expect(told(run)).toMatchInlineSnapshot(`
      "✗ The AWS profile studoi is in neither ~/.aws/config nor ~/.aws/credentials.
      → See which there are with \`aws configure list-profiles\`, and choose one with --profile (or AWS_PROFILE)."
    `);
  });

  test("that does not exist at all offers the rehearsal", async () => {
    const run = await inClouds(PLACED, NO_KEYS);
    expect(run.code).toBe(1);
    expect(told(run)).toMatchInlineSnapshot(`
      "✗ No usable AWS credentials were found: Could not load credentials from any providers
      → Sign in with \`aws sso login\`, choose another profile with --profile, or rehearse without an account: add --sandbox."
    `);
  });

  test("without a region names every way to give one", async () => {
    const run = await inClouds(REAL);
    expect(run.code).toBe(4);
    expect(told(run)).toContain("--region (or LIVE_ORIGIN_REGION): AWS region of the channel");
  });
});

describe("a Momento key", () => {
  const V2 = [
    { alg: "HS512", typ: "JWT" },
    { t: "g", jti: "some-id" },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .concat("c2lnbmF0dXJlc2lnbmF0dXJl")
    .join(".");

  test.each([
    [
      "of v2 without its endpoint",
      () => V2,
      4,
      "is a v2 key, which does not carry its endpoint",
      "Add --momento-endpoint (or MOMENTO_ENDPOINT)",
    ],
    [
      "with a newline",
      (key: string) => `${key}\n`,
      2,
      "has a newline or blank around it",
      "tr -d '[:space:]'",
    ],
    [
      "cut short",
      (key: string) => key.slice(0, 60),
      2,
      "is cut short (60 characters)",
      "Copy the key again",
    ],
    ["that is none", () => "hello", 2, "is not a Momento API key", "Copy the key again"],
  ])("%s has its own message and next step", async (_name, of, code, message, hint) => {
    const run = await inClouds(PLACED, { MOMENTO_API_KEY: of(clouds.sandbox.momentoApiKey) });
    expect(run.code).toBe(code);
    expect(told(run)).toContain(message);
    expect(told(run)).toContain(hint);
    expect(run.stderr).not.toContain(clouds.sandbox.momentoApiKey.slice(0, 40));
    expect(await folder.entries()).toEqual([]);
  });

  test("without the right to create caches says which kind of key is needed", async () => {
    expect((await inClouds([...PLACED, "--name", "first"])).code).toBe(0);
    const keys: unknown = JSON.parse(
      await readFile(join(folder.path, ".live-origin/first/keys.json"), "utf8"),
    );
    const scoped = /"encoderKey":\{"apiKey":"([^"]+)"/.exec(JSON.stringify(keys))?.[1] ?? "";
    expect(scoped).not.toBe("");
    const run = await inClouds([...PLACED, "--name", "second"], { MOMENTO_API_KEY: scoped });
    expect(run.code).toBe(1);
    expect(told(run)).toMatch(/^✗ The Momento key is valid but may not /);
    expect(told(run)).toMatch(
      /→ Use a super-user key \(https:\/\/console\.gomomento\.com\/api-keys\)/,
    );
  });
});

describe("what AWS refuses", () => {
  test("a missing iam:PassRole is named, although MediaLive reports it as a bad setting", async () => {
    const policy = {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "*", Resource: "*" },
        { Effect: "Deny", Action: "iam:PassRole", Resource: "*" },
      ],
    };
    await writeFile(join(folder.path, "policy.json"), JSON.stringify(policy));
    const run = await runCli(
      [
        "init",
        "--sandbox",
        "--yes",
        "--for",
        "1s",
        "--latency",
        "instant",
        "--rtmp-port",
        "0",
        "--policy",
        "policy.json",
      ],
      { cwd: folder.path },
    );
    expect(run.code).toBe(3);
    expect(told(run)).toMatch(
      /^✗ Your AWS identity may not pass the role arn:aws:iam::\d+:role\/\S+ to MediaLive: iam:PassRole is missing\./,
    );
    expect(told(run)).toContain("→ Ask for iam:PassRole on that role");
    expect(await folder.entries()).toEqual(["policy.json"]);
  });

  test("a role that cannot be assumed yet is waited for, and said so", async () => {
    clouds.sandbox.setFaults([
      {
        service: "medialive",
        operation: "CreateChannel",
        effect: "refuse",
        times: 1,
        error: {
          name: "BadRequestException",
          status: 400,
          message:
            "Please make sure the role exists and medialive.amazonaws.com is a trusted service",
        },
      },
    ]);
    const run = await inClouds(PLACED);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain(
      "MediaLive cannot assume the new role yet: IAM is still propagating it; trying again",
    );
  });

  test("a full quota says what was done, what to do, and both ways on", async () => {
    clouds.sandbox.setFaults([
      {
        service: "iam",
        operation: "CreateRole",
        effect: "refuse",
        error: {
          name: "LimitExceeded",
          status: 409,
          message: "Cannot exceed quota for RolesPerAccount: 1000",
        },
      },
    ]);
    const run = await inClouds([...PLACED, "--name", "full"]);
    expect(run.code).toBe(3);
    expect(told(run)).toContain("✗ A quota of the AWS account is full (iam:CreateRole");
    expect(told(run)).toContain("RolesPerAccount: 1000");
    expect(told(run)).toContain("Service Quotas console");
    expect(told(run)).toContain("Then go on with: live-origin init");
    expect(told(run)).toContain("Undo with: live-origin teardown --name full");
  });
});

describe("a full quota of MediaLive", () => {
  let place: Rehearsal;
  let refusals = 0;
  beforeEach(async () => {
    refusals = 0;
    place = await rehearsal({
      log: ({ service, status }) => {
        if (service === "medialive" && status === 429) refusals += 1;
      },
      // Told before by Service Quotas, it would not come so far.
      faults: [parseFault("service-quotas:* refuse always AccessDeniedException")],
    });
  });
  afterEach(() => place.close());

  function expectTold(run: Finished, operation: string): void {
    expect(run.code, run.stderr).toBe(3);
    // Final at its first answer: a full quota does not empty while one waits.
    expect(refusals).toBe(1);
    expect(told(run)).toContain(
      `✗ A quota of the AWS account is full (medialive:${operation}: TooManyRequestsException): Limit exceeded: this account can have 5`,
    );
    expect(told(run)).toContain("Service Quotas console");
    expect(told(run)).toContain("Then go on with: live-origin init");
    expect(told(run)).toContain("Undo with: live-origin teardown --name sixth");
  }

  test("of channels is told with the console that raises it", async () => {
    for (const word of ["one", "two", "three", "four", "five"]) {
      const made = await place.run(["init", "--yes", "--ladder", "mobile", "--name", word]);
      expect(made.code, made.stderr).toBe(0);
    }
    const run = await place.run(["init", "--yes", "--ladder", "mobile", "--name", "sixth"]);
    expectTold(run, "CreateChannel");
  });

  test("of push inputs is told as well", async () => {
    const medialive = new MediaLiveClient({
      region: "us-west-2",
      endpoint: place.sandbox.endpoints.medialive,
      credentials: { accessKeyId: "AKIAEXAMPLE000000000", secretAccessKey: "secret" },
    });
    const { SecurityGroup } = await medialive.send(
      new CreateInputSecurityGroupCommand({ WhitelistRules: [{ Cidr: "127.0.0.1/32" }] }),
    );
    for (const stream of ["a", "b", "c", "d", "e"])
      await medialive.send(
        new CreateInputCommand({
          Name: stream,
          Type: "RTMP_PUSH",
          InputSecurityGroups: [SecurityGroup?.Id ?? ""],
          Destinations: [{ StreamName: `${stream}/live` }],
        }),
      );
    medialive.destroy();
    const push = ["--input", "rtmp-push", "--cidr", "127.0.0.1/32"];
    const run = await place.run(["init", "--yes", "--name", "sixth", ...push]);
    expectTold(run, "CreateInput");
  });
});

describe("this machine", () => {
  test("a CIDR that is none is refused with what to write, all of them at once", async () => {
    const run = await inClouds([
      "init",
      "--region",
      "us-west-2",
      "--input",
      "rtmp-push",
      "--cidr",
      "203.0.113.7",
      "--cidr",
      "1.2.3.4/40",
      "--cidr",
      "home",
      "--yes",
    ]);
    expect(run.code).toBe(2);
    expect(told(run)).toContain('"1.2.3.4/40" has the mask /40; an IPv4 mask is /0 to /32');
    expect(told(run)).toContain('"home" is not an IPv4 CIDR such as 203.0.113.7/32');
  });

  test("a port in use is named with the flag that takes another", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo;
    const run = await runCli(["sandbox", "--rtmp-port", String(port)], { cwd: folder.path });
    await new Promise((resolve) => {
      server.close(resolve);
    });
    expect(run.code).toBe(1);
    expect(told(run)).toBe(
      `✗ Port ${port} on 127.0.0.1 is in use, so the sandbox cannot listen there.\n` +
        "→ Stop what uses it (another sandbox?), or choose another port: --rtmp-port 0 takes a free one.",
    );
  });
});
