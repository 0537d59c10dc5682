import { afterEach, describe, expect, test } from "vitest";
import { startChannel, stopChannel } from "../../src/services/medialive/run.ts";
import { pollOptionsFor, type PollOptions } from "../../src/services/medialive/poll-options.ts";
import type { CdnSpec, ChannelSpec, Spec } from "../../src/config/spec.ts";
import { modelProblems } from "../unit/services/aws-model.ts";
import { tutorialSpec } from "../unit/services/tutorial-context.ts";
import { actions, awsKinds, failures, startAwsStack, type AwsStack } from "./support/aws-stack.ts";

const open: AwsStack[] = [];
afterEach(async () => {
  for (const { sandbox } of open.splice(0)) await sandbox.close();
});

async function made(spec: Spec): Promise<AwsStack> {
  const stack = await startAwsStack(spec);
  open.push(stack);
  expect(failures(await stack.apply())).toEqual([]);
  return stack;
}

type Change = { readonly channel?: Partial<ChannelSpec>; readonly cdn?: Partial<CdnSpec> };

const file = { type: "mp4-file", url: "http://198.51.100.4:9/test-pattern.mp4" } as const;
const srt = { type: "srt-caller", address: "198.51.100.4", port: 9000, latencyMs: 500 } as const;

/** From, to, and what the plan does about it. */
const CHANGES: readonly (readonly [string, Change, Change, readonly string[]])[] = [
  [
    "another ladder",
    {},
    { channel: { ladder: tutorialSpec().channel.ladder.slice(0, 2) } },
    ["channel update", "function update"],
  ],
  [
    "another order of rungs",
    {},
    { channel: { ladder: tutorialSpec().channel.ladder.toReversed() } },
    ["channel update", "function update"],
  ],
  ["plain segment names", {}, { channel: { segmentNames: "tutorial" } }, ["channel update"]],
  [
    "the key in the Parameter Store",
    {},
    { channel: { encoderAuth: "parameter-store" } },
    ["role update", "channel update"],
  ],
  [
    "the key in the URL again",
    { channel: { encoderAuth: "parameter-store" } },
    {},
    ["role update", "channel update"],
  ],
  ["VBR to CBR", { channel: { rateControl: "VBR" } }, {}, ["channel update", "function update"]],
  [
    "other encoder addresses",
    {},
    {
      channel: { input: { type: "rtmp-push", cidrs: ["192.0.2.0/24"], streamName: "live/stream" } },
    },
    ["inputSecurityGroup update"],
  ],
  [
    "another stream name",
    {},
    {
      channel: {
        input: { type: "rtmp-push", cidrs: ["203.0.113.0/24"], streamName: "live/other" },
      },
    },
    ["input update"],
  ],
  [
    "no stream id any more",
    { channel: { input: { ...srt, streamId: "one" } } },
    { channel: { input: srt } },
    ["input update"],
  ],
  [
    "a file instead of a push",
    {},
    { channel: { input: file } },
    ["inputSecurityGroup delete", "input replace", "channel update"],
  ],
  [
    "a push instead of a file",
    { channel: { input: file } },
    {},
    ["inputSecurityGroup create", "input replace", "channel update"],
  ],
  [
    "cached playlists",
    {},
    { cdn: { playlistCacheSeconds: 1 } },
    ["cachePolicy create", "distribution update"],
  ],
  [
    "uncached playlists",
    { cdn: { playlistCacheSeconds: 1 } },
    {},
    ["cachePolicy delete", "distribution update"],
  ],
  [
    "longer cached playlists",
    { cdn: { playlistCacheSeconds: 1 } },
    { cdn: { playlistCacheSeconds: 2 } },
    ["cachePolicy update"],
  ],
  [
    "the master from the origin",
    {},
    { cdn: { masterPlaylist: "origin" } },
    ["function delete", "distribution update"],
  ],
  [
    "the master from the edge",
    { cdn: { masterPlaylist: "origin" } },
    {},
    ["function create", "distribution update"],
  ],
  ["no CORS", {}, { cdn: { cors: false } }, ["function update", "distribution update"]],
];

describe("a changed Spec", () => {
  test.each(CHANGES)(
    "%s: the plan says what changes, and then nothing",
    async (_, from, to, expected) => {
      const stack = await made(tutorialSpec(from));
      stack.want(tutorialSpec(to));
      const plan = await stack.plan();
      expect(actions(plan)).toEqual(expected);
      expect(plan.steps.flatMap(({ calls }) => calls.flatMap(modelProblems))).toEqual([]);
      expect(failures(await stack.apply())).toEqual([]);
      expect(actions(await stack.plan())).toEqual([]);
      const fresh = await startAwsStack(tutorialSpec(to));
      open.push(fresh);
      await fresh.apply();
      expect(awsKinds(stack.sandbox)).toEqual(awsKinds(fresh.sandbox));
    },
  );

  test("with other keys updates the destination and the origin header, and shows neither", async () => {
    const stack = await made(tutorialSpec());
    stack.useKeys("eyJuZXdFbmNvZGVy", "eyJuZXdQbGF5ZXI");
    const plan = await stack.plan();
    expect(actions(plan)).toEqual(["channel update", "distribution update"]);
    expect(JSON.stringify(plan)).not.toMatch(/eyJ/);
    expect(failures(await stack.apply())).toEqual([]);
    expect(actions(await stack.plan())).toEqual([]);
  });

  test("to an input by id attaches it and removes ours, never the other", async () => {
    const stack = await made(tutorialSpec({ channel: { input: file } }));
    const callOptions = { signal: new AbortController().signal };
    const theirs = await stack.medialive.createInput(callOptions, {
      Name: "theirs",
      Type: "MP4_FILE",
      Sources: [{ Url: "https://example.com/theirs.mp4" }],
    });
    stack.want(tutorialSpec({ channel: { input: { type: "existing", id: theirs.Id ?? "" } } }));
    expect(actions(await stack.plan())).toEqual(["input delete", "channel update"]);
    expect(failures(await stack.apply())).toEqual([]);
    expect(failures(await stack.teardown())).toEqual([]);
    expect((await stack.medialive.listInputs(callOptions)).map(({ Name }) => Name)).toEqual([
      "theirs",
    ]);
  });
});

describe("a running channel", () => {
  const polling = (stack: AwsStack): PollOptions =>
    pollOptionsFor({
      effects: stack.applying,
      resource: "channel",
      client: stack.medialive,
      pollMs: 100,
    });
  const state = async (stack: AwsStack): Promise<string | undefined> => {
    const id = stack.resources().channel?.ids["id"] ?? "";
    return (await stack.medialive.describeChannel(polling(stack).callOptions, id))?.State;
  };

  async function running(): Promise<{ readonly stack: AwsStack; readonly spec: Spec }> {
    const stack = await startAwsStack(tutorialSpec({ channel: { input: file } }));
    open.push(stack);
    const input = { type: "mp4-file", url: stack.sandbox.defaults.input.url } as const;
    const spec = tutorialSpec({
      channel: { input, ladder: tutorialSpec().channel.ladder.slice(1, 2) },
    });
    stack.want(spec);
    expect(failures(await stack.apply())).toEqual([]);
    expect(await startChannel(polling(stack), stack.resources().channel?.ids["id"] ?? "")).toBe(
      true,
    );
    return { stack, spec };
  }

  test("is stopped, changed and started again in one step that says that it interrupts", async () => {
    const { stack, spec } = await running();
    stack.want({ ...spec, channel: { ...spec.channel, gopSeconds: 1 } });
    const plan = await stack.plan();
    expect(
      plan.steps.filter(({ interrupts }) => interrupts).map(({ resource }) => resource),
    ).toEqual(["channel"]);
    const [step] = plan.steps.filter(({ resource }) => resource === "channel");
    expect(step?.calls.map(({ operation }) => operation)).toEqual([
      "StopChannel",
      "UpdateChannel",
      "StartChannel",
    ]);
    expect(failures(await stack.apply())).toEqual([]);
    expect(await state(stack)).toBe("RUNNING");
    expect(actions(await stack.plan())).toEqual([]);
  });

  test("is left alone by a change of the CDN only, and started or stopped only once", async () => {
    const { stack, spec } = await running();
    const id = stack.resources().channel?.ids["id"] ?? "";
    stack.want({ ...spec, cdn: { ...spec.cdn, playlistCacheSeconds: 1 } });
    const plan = await stack.plan();
    expect(plan.steps.some(({ interrupts }) => interrupts)).toBe(false);
    expect(failures(await stack.apply())).toEqual([]);
    expect(await startChannel(polling(stack), id)).toBe(false);
    expect(await stopChannel(polling(stack), id)).toEqual({ stopped: true, state: "IDLE" });
    expect(await stopChannel(polling(stack), id)).toEqual({ stopped: false, state: "IDLE" });
    expect(await state(stack)).toBe("IDLE");
  });

  test("that is started again after a run was killed while it was down", async () => {
    const { stack, spec } = await running();
    stack.want({ ...spec, channel: { ...spec.channel, gopSeconds: 1 } });
    stack.sandbox.setFaults([
      {
        service: "medialive",
        operation: "UpdateChannel",
        effect: "refuse",
        error: { name: "ForbiddenException", status: 403, message: "no" },
      },
    ]);
    expect(failures(await stack.apply())).toHaveLength(1);
    expect(await state(stack)).toBe("IDLE");
    stack.sandbox.setFaults([]);
    expect(failures(await stack.apply())).toEqual([]);
    expect(await state(stack)).toBe("RUNNING");
    expect(stack.resources().channel?.done).toEqual([]);
  });

  test("is torn down with everything else", async () => {
    const { stack } = await running();
    expect(failures(await stack.teardown())).toEqual([]);
    expect(awsKinds(stack.sandbox)).toEqual([]);
  });

  test("that falls back to IDLE while starting is a dead end, said at once", async () => {
    const { stack } = await running();
    const id = stack.resources().channel?.ids["id"] ?? "";
    await stopChannel(polling(stack), id);
    stack.sandbox.setFaults([
      { service: "medialive", operation: "StartChannel", effect: "transition", to: "IDLE" },
    ]);
    await expect(startChannel(polling(stack), id)).rejects.toMatchObject({
      code: "WAIT_DEAD_END",
      message: expect.stringContaining("fell back to IDLE") as string,
    });
  });
});
