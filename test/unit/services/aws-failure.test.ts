import { describe, expect, test } from "vitest";
import { awsTransient } from "../../../src/services/aws/aws-error.ts";
import { awsFailure } from "../../../src/services/aws/aws-failure.ts";
import { awsOptions } from "../../../src/services/aws/aws-options.ts";
import { ownCommand } from "../../../src/config/text/own-command.ts";
import { redacted } from "../../../src/config/text/redact.ts";
import { LiveOriginError } from "../../../src/config/failure.ts";

const sdkError = (name: string, more: object = {}, message = "words of the service"): Error =>
  Object.assign(new Error(message), { name }, more);
const status = (httpStatusCode: number): object => ({ $metadata: { httpStatusCode } });
const asked = { service: "medialive", operation: "CreateChannel", profile: "studio" } as const;

describe("a 429 that tells of a full quota", () => {
  const told = (message: string): Error =>
    sdkError("TooManyRequestsException", status(429), message);

  test.each([
    "Limit exceeded: this account can have 5 channels in this region",
    "You have reached the maximum number of inputs",
    "Service quota for push inputs is full",
  ])("is final: %s", (message) => {
    expect(awsTransient(told(message))).toBeUndefined();
    expect(awsFailure(told(message), asked)).toMatchObject({ code: "AWS_QUOTA" });
  });

  test.each(["Rate limit exceeded", "Limit exceeded, slow down", "Too many requests", ""])(
    "is none where it may be the pace: %s",
    (message) => {
      expect(awsTransient(told(message))).toMatch(/throttled/);
      expect(awsFailure(told(message), asked)).toMatchObject({ code: "AWS_UNAVAILABLE" });
    },
  );
});

describe("which AWS errors pass by themselves", () => {
  test.each([
    ["a throttle by name", sdkError("ThrottlingException", status(400))],
    ["a throttle by status", sdkError("Whatever", status(429))],
    ["MediaLive's throttle", sdkError("TooManyRequestsException", status(429))],
    ["a 503", sdkError("ServiceUnavailable", status(503))],
    ["a 500 of no known name", sdkError("Unknown", status(500))],
    ["a reset connection", sdkError("TimeoutError", { code: "ECONNRESET" })],
    ["no answer in time", sdkError("TimeoutError")],
    ["IAM's concurrent change", sdkError("ConcurrentModificationException", status(409))],
  ])("%s", (_name, error) => {
    expect(awsTransient(error)).toEqual(expect.any(String));
  });

  test.each([
    ["a refusal", sdkError("AccessDeniedException", status(403))],
    ["a validation", sdkError("UnprocessableEntityException", status(422))],
    ["a full quota, which SDKs retry", sdkError("LimitExceededException", status(409))],
    ["an abort", sdkError("AbortError")],
    ["a refused connection", sdkError("TimeoutError", { code: "ECONNREFUSED" })],
    ["a bug", new TypeError("undefined is not a function")],
    ["nonsense", "a string"],
  ])("%s does not", (_name, error) => {
    expect(awsTransient(error)).toBeUndefined();
  });
});

describe("AWS errors for users", () => {
  test.each([
    ["AccessDeniedException", "AWS_ACCESS_DENIED"],
    ["AccessDenied", "AWS_ACCESS_DENIED"],
    ["ExpiredTokenException", "AWS_CREDENTIALS_EXPIRED"],
    ["TokenProviderError", "AWS_CREDENTIALS_EXPIRED"],
    ["CredentialsProviderError", "AWS_CREDENTIALS_MISSING"],
    ["UnrecognizedClientException", "AWS_CREDENTIALS_REJECTED"],
    ["InvalidClientTokenId", "AWS_CREDENTIALS_REJECTED"],
    ["RequestTimeTooSkewed", "AWS_CLOCK_SKEW"],
    ["LimitExceededException", "AWS_QUOTA"],
    ["TooManyTagsError", "AWS_QUOTA"],
    ["ThrottlingException", "AWS_UNAVAILABLE"],
    ["BadRequestException", "AWS_REFUSED"],
  ])("%s becomes %s and says what to do next", (name, code) => {
    expect(awsFailure(sdkError(name), asked)).toMatchObject({ code, hint: expect.any(String) });
  });

  test("a denial names the action that AWS names, else the operation", () => {
    const words =
      "User: arn:aws:iam::1:user/u is not authorized to perform: iam:PassRole on resource: x";
    expect(awsFailure(sdkError("AccessDenied", {}, words), asked)).toMatchObject({
      message: expect.stringContaining("iam:PassRole"),
      hint: expect.stringContaining(ownCommand("doctor --print-policy")),
    });
    expect(awsFailure(sdkError("AccessDenied"), asked)).toMatchObject({
      message: expect.stringContaining("medialive:CreateChannel"),
    });
  });

  test("an expired session names the profile to sign in with", () => {
    expect(awsFailure(sdkError("ExpiredToken"), asked)).toMatchObject({
      hint: expect.stringContaining("aws sso login --profile studio"),
    });
  });

  test("no region and no host have their own words", () => {
    expect(awsFailure(new Error("Region is missing"), asked)).toMatchObject({
      code: "AWS_REGION_MISSING",
    });
    expect(awsFailure(sdkError("Error", { code: "ENOTFOUND" }), asked)).toMatchObject({
      code: "AWS_UNREACHABLE",
    });
  });

  test("an answer of 200 that is cut in the middle is no answer, and one that cannot be read is malformed", () => {
    expect(
      awsFailure(sdkError("Error", { code: "ECONNRESET", ...status(200) }), asked),
    ).toMatchObject({ code: "AWS_UNAVAILABLE" });
    expect(awsFailure(sdkError("TimeoutError", status(200)), asked)).toMatchObject({
      code: "AWS_UNAVAILABLE",
    });
    expect(awsFailure(sdkError("Error", status(200)), asked)).toMatchObject({
      code: "AWS_ANSWER_MALFORMED",
    });
  });

  test("an abort and an error for users pass through unchanged", () => {
    const abort = sdkError("AbortError");
    const ours = new LiveOriginError({ code: "USAGE", message: "x" });
    expect(awsFailure(abort, asked)).toBe(abort);
    expect(awsFailure(ours, asked)).toBe(ours);
  });

  test("a key that a service quotes back is neither in the message nor in the cause", () => {
    const words =
      "Value 'https://h/cache/c/playlist.m3u8?token=eyJlbmNvZGVyIn0%3D&ttl_seconds=1' is wrong: eyJwbGF5ZXIifQ==";
    const failure = awsFailure(sdkError("BadRequestException", {}, words), asked);
    const said = `${String(failure)} ${JSON.stringify((failure as LiveOriginError).cause)}`;
    expect(said).toContain("token=***&ttl_seconds=1");
    expect(said).not.toContain("eyJ");
  });
});

test("options leave out what is not given, so that the SDK asks its own chain", () => {
  expect(Object.keys(awsOptions({}))).toEqual(["maxAttempts", "retryMode", "requestHandler"]);
  expect(awsOptions({ region: "us-west-2", endpoint: "http://127.0.0.1:1" })).toMatchObject({
    maxAttempts: 1,
    region: "us-west-2",
    endpoint: "http://127.0.0.1:1",
  });
});

test("redaction keeps all other words", () => {
  expect(redacted("nothing secret, token ring")).toBe("nothing secret, token ring");
});
