import { DescribeChannelCommand, MediaLiveClient } from "@aws-sdk/client-medialive";
import { HttpResponse } from "@smithy/core/protocols";
import { describe, expect, test } from "vitest";
import { awsCall } from "../../../src/services/aws/aws-call.ts";
import { checkAnswers, malformedAnswer } from "../../../src/services/aws/checked-answers.ts";

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

/** A real client whose one connection gives this answer. */
function describing(body: string, status = 200): Promise<unknown> {
  const client = new MediaLiveClient({
    region: "us-west-2",
    credentials: { accessKeyId: "AKIA", secretAccessKey: "x" },
    maxAttempts: 1,
    requestHandler: {
      handle: () =>
        Promise.resolve({
          response: new HttpResponse({
            statusCode: status,
            headers: { "content-type": "application/json" },
            body: Buffer.from(body),
          }),
        }),
    },
  });
  checkAnswers(client, "medialive");
  return awsCall(
    { clock: { now: () => 0, sleep: () => Promise.resolve() }, random: () => 0 },
    { signal: new AbortController().signal },
    {
      service: "medialive",
      operation: "DescribeChannel",
      send: () => client.send(new DescribeChannelCommand({ ChannelId: "1" })),
    },
  );
}

describe("an answer of AWS", () => {
  test("that has its API's types passes, with members that we do not know and without those it lacks", async () => {
    const body = JSON.stringify({
      id: "1",
      pipelinesRunningCount: 0,
      tags: { a: "b" },
      destinations: [{ id: "d", settings: [{ url: "https://h" }] }],
      newMember: { x: [1] },
    });
    expect(await describing(body)).toMatchObject({ Id: "1", Tags: { a: "b" } });
    expect(await describing("{}")).toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });

  test.each([
    ["a text that is a number", { name: 7 }, "Name is not a string"],
    ["a number that is a text", { pipelinesRunningCount: "many" }, "PipelinesRunningCount"],
    ["a list that is a text", { destinations: "none" }, "Destinations"],
    ["a structure that is a text", { encoderSettings: "hd" }, "EncoderSettings"],
    ["a map that is a list", { tags: ["a"] }, "Tags"],
    [
      "something deep inside",
      { destinations: [{ settings: [{ url: {} }] }] },
      "Url is not a string",
    ],
  ])("with %s is refused with the path to it", async (_what, body, words) => {
    await expect(describing(JSON.stringify(body))).rejects.toMatchObject({
      code: "AWS_ANSWER_MALFORMED",
      message: expect.stringMatching(new RegExp(`medialive:DescribeChannel .*${words}`)),
      hint: expect.stringContaining("again"),
    });
  });

  test.each([
    ["JSON that ends in the middle", '{"id":"1","na'],
    ["a page of a proxy", "<html>Please sign in</html>"],
  ])("that is %s is refused as malformed, not as a refusal of AWS", async (_what, body) => {
    await expect(describing(body)).rejects.toMatchObject({
      code: "AWS_ANSWER_MALFORMED",
      message: expect.stringContaining("cannot be read"),
    });
  });

  test.each(["null", "[]", '"text"', "7", ""])(
    "whose body is %s ends with an answer or with an error for users",
    async (body) => {
      const outcome = await describing(body).catch((error: unknown) => error);
      expect(outcome).toMatchObject(
        outcome instanceof Error ? { code: "AWS_ANSWER_MALFORMED" } : { $metadata: {} },
      );
    },
  );

  test("never has its values in the message, nor a key that stands in a path", async () => {
    const key = "eyJlbmNvZGVyIn0abcdef";
    for (const body of [{ tags: { [key]: 1 } }, { name: { [key]: key } }, { destinations: key }]) {
      const failure = await describing(JSON.stringify(body)).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: "AWS_ANSWER_MALFORMED" });
      expect(`${String(failure)}${JSON.stringify(failure)}`).not.toContain("eyJ");
    }
    expect(malformedAnswer("iam:GetRole", `Tags[${key}] is not a string`).message).toContain("***");
  });
});
