import { afterEach, describe, expect, test } from "vitest";
import type { Spec } from "../../src/config/spec.ts";
import { modelProblems } from "../unit/services/aws-model.ts";
import { tutorialSpec } from "../unit/services/tutorial-context.ts";
import { actions, awsKinds, failures, startAwsStack, type AwsStack } from "./support/aws-stack.ts";

const open: AwsStack[] = [];
afterEach(async () => {
  for (const { sandbox } of open.splice(0)) await sandbox.close();
});

async function start(
  spec: Spec,
  options: Parameters<typeof startAwsStack>[1] = {},
): Promise<AwsStack> {
  const stack = await startAwsStack(spec, options);
  if (options.sandbox === undefined) open.push(stack);
  return stack;
}

const file = { type: "mp4-file", url: "http://198.51.100.4:9/test-pattern.mp4" } as const;

const VARIANTS: readonly (readonly [string, Spec])[] = [
  ["the tutorial with an RTMP push", tutorialSpec()],
  [
    "an RTP push of two ranges",
    tutorialSpec({
      channel: { input: { type: "rtp-push", cidrs: ["203.0.113.0/24", "198.51.100.0/24"] } },
    }),
  ],
  [
    "an SRT caller",
    tutorialSpec({
      channel: {
        input: { type: "srt-caller", address: "198.51.100.4", port: 9000, latencyMs: 1000 },
      },
    }),
  ],
  [
    "an HLS pull in VBR, playlists cached, no CORS",
    tutorialSpec({
      channel: {
        input: { type: "hls-pull", url: "http://198.51.100.4:9/live.m3u8" },
        rateControl: "VBR",
        segmentNames: "tutorial",
      },
      cdn: { playlistCacheSeconds: 1, cors: false },
    }),
  ],
  [
    "a file, the master from the origin",
    tutorialSpec({
      channel: { input: file, encoderAuth: "parameter-store" },
      cdn: { masterPlaylist: "origin" },
    }),
  ],
];

describe("what is made", () => {
  test.each(VARIANTS)(
    "%s: reads back without a difference and goes without a rest",
    async (_, spec) => {
      const stack = await start(spec);
      expect(failures(await stack.apply())).toEqual([]);
      expect(actions(await stack.plan())).toEqual([]);
      const removal = await stack.planTeardown();
      expect(removal.steps.flatMap(({ calls }) => calls.flatMap(modelProblems))).toEqual([]);
      expect(failures(await stack.teardown())).toEqual([]);
      expect(awsKinds(stack.sandbox)).toEqual([]);
      expect(stack.resources()).toEqual({});
    },
  );

  test("is found again by tags and comments when the state is gone", async () => {
    const stack = await start(tutorialSpec({ cdn: { playlistCacheSeconds: 1 } }));
    await stack.apply();
    const things = awsKinds(stack.sandbox);
    stack.forgetResources();
    expect(actions(await stack.plan())).toEqual(
      [
        "role",
        "inputSecurityGroup",
        "input",
        "channel",
        "function",
        "cachePolicy",
        "distribution",
      ].map((kind) => `${kind} adopt`),
    );
    expect(failures(await stack.apply())).toEqual([]);
    expect(awsKinds(stack.sandbox)).toEqual(things);
    stack.forgetResources();
    expect(failures(await stack.teardown())).toEqual([]);
    expect(awsKinds(stack.sandbox)).toEqual([]);
  });

  test("refuses to touch the same name with another stack's id", async () => {
    const first = await start(tutorialSpec());
    await first.apply();
    const second = await start(tutorialSpec(), {
      sandbox: first.sandbox,
      stackId: "fedcba9876543210",
    });
    const refused = (await second.plan()).refusals.map(({ code, resource }) => [code, resource]);
    expect(refused).toEqual([
      ["NOT_OURS", "inputSecurityGroup"],
      ["NOT_OURS", "input"],
      ["NOT_OURS", "channel"],
      ["NOT_OURS", "distribution"],
    ]);
  });

  test("lives beside the same name in another region", async () => {
    const first = await start(tutorialSpec());
    await first.apply();
    const second = await start(
      { ...tutorialSpec(), region: "eu-west-1" },
      { sandbox: first.sandbox, stackId: "fedcba9876543210" },
    );
    expect((await second.plan()).refusals).toEqual([]);
    expect(failures(await second.apply())).toEqual([]);
    expect(failures(await second.teardown())).toEqual([]);
    expect(actions(await first.plan())).toEqual([]);
  });
});
