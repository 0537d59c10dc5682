import { describe, expect, it } from "vitest";
import { failureOf } from "../../../src/config/resolve/resolution-failure.ts";
import { LEAST, resolved, withChannel } from "./given.ts";

describe("the error of a Spec that cannot be made", () => {
  it("is a usage error with the problem's own code and hint when there is one", () => {
    const failure = failureOf(resolved({ file: withChannel({ gopSeconds: 1.5 }) }));
    expect(failure).toMatchObject({
      code: "SEGMENT_GOP_MISMATCH",
      exitCode: 2,
      resource: "channel.gopSeconds",
    });
    expect(failure.hint).toContain("--gop-seconds 2, 1 or 0.5");
    expect(failure.message).toMatch(
      /^A setting is not valid:\n {2}channel\.gopSeconds: segments of 2 s/,
    );
  });

  it("lists every problem and what is missing too", () => {
    const failure = failureOf(resolved({ file: { nam: "x", origin: { keyDays: 0 } } }));
    expect(failure).toMatchObject({ code: "INVALID_SPEC", exitCode: 2, hint: undefined });
    expect(failure.message).toBe(
      [
        "2 settings are not valid:",
        "  origin.keyDays: must be a whole number of days from 1 to 49710, not 0",
        "  nam: is not a setting. Did you mean name?",
        "2 values are missing:",
        "  region: AWS region of the channel; best close to the encoder and to the Momento cell (--region or LIVE_ORIGIN_REGION)",
        "  channel.input: where the video comes from: rtmp-push, rtp-push, srt-caller, hls-pull, mp4-file or existing (--input or LIVE_ORIGIN_INPUT)",
      ].join("\n"),
    );
    expect(failure.details).toHaveLength(4);
  });

  it("asks for input when values are only missing, all flags at once", () => {
    const failure = failureOf(resolved({}));
    expect(failure).toMatchObject({ code: "INPUT_NEEDED", exitCode: 4 });
    expect(failure.hint).toContain("--region, --input");
  });

  it("is a bug for a Spec that was made", () => {
    expect(() => failureOf(resolved({ file: LEAST }))).toThrow("a valid Spec has no failure");
  });
});
