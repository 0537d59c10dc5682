import { expect, test } from "vitest";
import { modelProblems, modelsInUse } from "./aws-model.ts";
import { Secret } from "../../../src/config/secret.ts";

const models = modelsInUse() === "checked against the AWS models";

test("a good request has no problem", async ({ annotate }) => {
  await annotate(modelsInUse());
  const input = { Name: "/medialive/x", Value: Secret.of("key"), Type: "SecureString" };
  expect(modelProblems({ service: "ssm", operation: "PutParameter", input })).toEqual([]);
});

test("a missing required member is named, with or without the models", () => {
  expect(
    modelProblems({ service: "ssm", operation: "PutParameter", input: { Name: "/x" } }),
  ).toEqual(["ssm:PutParameter.Value: required"]);
});

test("an operation that does not exist is named, with or without the models", () => {
  expect(modelProblems({ service: "iam", operation: "MakeRole", input: {} })).toHaveLength(1);
});

test("enum, length, pattern, type and unknown members are all found at once", async ({
  annotate,
}) => {
  await annotate(modelsInUse());
  const input = {
    RoleName: "no spaces allowed",
    AssumeRolePolicyDocument: "{}",
    MaxSessionDuration: "long",
    Description: "x".repeat(1001),
    Tags: [{ Key: "a", Value: "b", Colour: "c" }],
  };
  const problems = modelProblems({ service: "iam", operation: "CreateRole", input });
  const start = problems.map((problem) => problem.split(": ")[0]);
  expect(start).toEqual(
    models
      ? [
          "iam:CreateRole.RoleName",
          "iam:CreateRole.MaxSessionDuration",
          "iam:CreateRole.Description (characters)",
          "iam:CreateRole.Tags[0].Colour",
        ]
      : [],
  );
});

test("nested enums and ranges of MediaLive are found", () => {
  const input = {
    ChannelClass: "DOUBLE",
    EncoderSettings: {
      AudioDescriptions: [],
      OutputGroups: [],
      TimecodeConfig: { Source: "EMBEDDED", SyncThreshold: 0 },
      VideoDescriptions: [],
    },
  };
  expect(modelProblems({ service: "medialive", operation: "CreateChannel", input })).toEqual(
    models
      ? [
          "medialive:CreateChannel.ChannelClass: DOUBLE is not one of the enum",
          "medialive:CreateChannel.EncoderSettings.TimecodeConfig.SyncThreshold: 0 < 1",
        ]
      : [],
  );
});
