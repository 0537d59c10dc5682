import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startSandbox, type RunningSandbox } from "../../../src/sandbox/index.ts";
import { connectMediaLive, type MediaLiveClient } from "../../../src/services/medialive/client.ts";
import { buildChannel } from "../../../src/services/medialive/channel-request.ts";
import { ALL_ROWS, contextOf, tutorialSpec } from "../../unit/services/tutorial-context.ts";

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

let sandbox: RunningSandbox;
let attempts = 0;
beforeAll(async () => {
  sandbox = await startSandbox({
    latency: "instant",
    rtmpPort: 0,
    ffmpegPath: "none",
    onCall: (phase, { operation }) => {
      if (phase === "before" && operation === "CreateChannel") attempts += 1;
    },
  });
  sandbox.setFaults([
    {
      service: "medialive",
      operation: "CreateChannel",
      effect: "refuse",
      error: {
        name: "BadRequestException",
        status: 400,
        message:
          "Please make sure the role exists and medialive.amazonaws.com is a trusted service.",
      },
    },
  ]);
});
afterAll(() => sandbox.close());
beforeEach(() => {
  attempts = 0;
});

/** Creates a channel with a role that never can be assumed, and says how long that took on the clock and what was said. */
async function create(roleIsFresh: boolean) {
  let now = 0;
  const clock = {
    now: () => now,
    sleep: (milliseconds: number) => {
      now += milliseconds;
      return Promise.resolve();
    },
  };
  const said: string[] = [];
  const client: MediaLiveClient = connectMediaLive(
    {
      region: "us-west-2",
      endpoint: sandbox.endpoints.medialive,
      credentials: { accessKeyId: "AKIAREHEARSAL", secretAccessKey: "rehearsal-only" },
    },
    { clock, random: () => 0 },
  );
  const callOptions = {
    signal: new AbortController().signal,
    onRetry: ({ reason }: { reason: string }) => void said.push(reason),
  };
  const request = buildChannel(contextOf(tutorialSpec(), ALL_ROWS), "request-1");
  const error: unknown = await client
    .createChannel(callOptions, request, { roleIsFresh })
    .catch((reason: unknown) => reason);
  client.close();
  return { error, said, seconds: now / 1000 };
}

test("a fresh role is waited for until two minutes are over, each pause with its reason", async () => {
  const { error, said, seconds } = await create(true);
  expect(error).toMatchObject({ code: "AWS_REFUSED" });
  expect(seconds).toBeGreaterThan(105);
  expect(seconds).toBeLessThanOrEqual(120);
  expect(attempts).toBe(said.length + 1);
  expect(new Set(said)).toEqual(
    new Set(["MediaLive cannot assume the new role yet: IAM is still propagating it"]),
  );
});

test("a role of long ago is not waited for", async () => {
  const { error, said } = await create(false);
  expect(error).toMatchObject({ code: "AWS_REFUSED" });
  expect([attempts, said]).toEqual([1, []]);
});
