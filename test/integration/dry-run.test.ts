import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Call } from "../../src/core/engine/call.ts";
import { modelProblems, modelsInUse } from "../unit/services/aws-model.ts";
import { runCli, scratchFolder } from "./support/cli.ts";

type Plan = {
  readonly name: string;
  readonly target: unknown;
  readonly steps: readonly {
    readonly resource: string;
    readonly action: string;
    readonly reasons: readonly string[];
    readonly calls: readonly Call[];
  }[];
};

const MP4 = ["--input", "mp4-file", "--input-url", "https://example.com/a.mp4"];
const RTMP = ["--input", "rtmp-push", "--cidr", "203.0.113.7/32"];

describe("--dry-run --offline --json", () => {
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  beforeEach(async () => {
    folder = await scratchFolder();
  });
  afterEach(() => folder.remove());

  const plan = async (args: readonly string[], command = "init"): Promise<Plan> => {
    const run = await runCli(
      [command, "--region", "us-west-2", "--dry-run", "--offline", "--json", ...args],
      { cwd: folder.path },
    );
    expect(run.stderr).not.toContain("✗");
    expect(run.code).toBe(0);
    expect(await folder.entries()).toEqual([]);
    return JSON.parse(run.stdout) as Plan;
  };
  const callsOf = ({ steps }: Plan): readonly Call[] => steps.flatMap(({ calls }) => calls);
  const input = (made: Plan, operation: string): Record<string, unknown> =>
    callsOf(made).find((call) => call.operation === operation)?.input as Record<string, unknown>;

  test.each<[string, readonly string[]]>([
    ["the tutorial's values with an MP4", MP4],
    ["an RTMP push", RTMP],
    ["an RTP push", ["--input", "rtp-push", "--cidr", "203.0.113.0/24"]],
    [
      "an SRT caller",
      ["--input", "srt-caller", "--srt-address", "198.51.100.4", "--srt-port", "9000"],
    ],
    ["an HLS pull", ["--input", "hls-pull", "--input-url", "https://example.com/a.m3u8"]],
    ["an existing input", ["--input", "existing", "--input-id", "1234567"]],
    ["the parameter store", [...RTMP, "--encoder-auth", "parameter-store"]],
    ["the hd ladder", [...MP4, "--ladder", "hd"]],
    ["the mobile ladder", [...MP4, "--ladder", "mobile"]],
    [
      "a rung of one's own, QVBR",
      [...MP4, "--rung", "1080p30=1920x1080@30,5000,128", "--rate-control", "QVBR"],
    ],
    ["VBR", [...MP4, "--rate-control", "VBR"]],
    ["2.5 s segments", [...MP4, "--segment-seconds", "2.5", "--gop-seconds", "1.25"]],
    ["a cached playlist", [...MP4, "--playlist-cache-seconds", "1"]],
    [
      "an existing role",
      [...MP4, "--role-arn", "arn:aws:iam::123456789012:role/MediaLiveAccessRole"],
    ],
    ["the longest name", [...MP4, "--name", "a-name-of-thirty-two-characters0"]],
    ["the tutorial's segment names", [...MP4, "--segment-names", "tutorial", "--no-cors"]],
  ])("%s gives requests that AWS's own models accept", async (_name, args) => {
    const made = await plan(args);
    const aws = callsOf(made).filter(({ service }) => service !== "momento");
    expect(aws.length).toBeGreaterThan(2);
    const problems = aws.map(withBytes).flatMap(modelProblems);
    expect(problems, modelsInUse()).toEqual([]);
    for (const step of made.steps) {
      expect(step.action).toBe("create");
      expect(step.reasons).not.toEqual([]);
    }
  });

  test("shows the tutorial's destination URL with the key as ***", async () => {
    const made = await plan(MP4);
    const { Destinations } = input(made, "CreateChannel") as {
      Destinations: readonly { Settings: readonly { Url: string }[] }[];
    };
    expect(Destinations[0]?.Settings[0]?.Url).toBe(
      "https://api.cache.cell-4-us-west-2-1.prod.a.momentohq.com/cache/live-origin/playlist.m3u8?token=***&ttl_seconds=3600&role=origin",
    );
  });

  test("shows ids that are not known yet as placeholders and ARNs as they will be", async () => {
    const made = await plan(RTMP);
    const channel = input(made, "CreateChannel");
    expect(channel["InputAttachments"]).toMatchObject([{ InputId: "<input>" }]);
    expect(channel["RoleArn"]).toBe(
      "arn:aws:iam::000000000000:role/live-origin-live-origin-us-west-2-00000000",
    );
    expect(input(made, "CreateInput")["InputSecurityGroups"]).toEqual(["<inputSecurityGroup>"]);
  });

  test("the parts plan only their own resources", async () => {
    const kinds = async (command: string, args: readonly string[] = []): Promise<string[]> =>
      (await plan(args, command)).steps.map(({ resource }) => resource);
    expect(await kinds("create-origin")).toEqual(["cache", "encoderKey", "playerKey"]);
    expect(await kinds("create-channel", RTMP)).toEqual([
      "role",
      "inputSecurityGroup",
      "input",
      "channel",
    ]);
    expect(await kinds("create-cdn")).toEqual(["function", "distribution"]);
  });
});

/** A function's code is printed as the text that it is; the model speaks of bytes. */
function withBytes(call: Call): Call {
  const given = call.input as { readonly FunctionCode?: unknown };
  return typeof given.FunctionCode === "string"
    ? { ...call, input: { ...given, FunctionCode: Buffer.from(given.FunctionCode) } }
    : call;
}
