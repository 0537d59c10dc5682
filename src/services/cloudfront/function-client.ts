import {
  type CloudFrontClient as Sdk,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DescribeFunctionCommand,
  GetFunctionCommand,
  ListFunctionsCommand,
  PublishFunctionCommand,
  UpdateFunctionCommand,
} from "@aws-sdk/client-cloudfront";
import { allPages } from "../aws/all-pages.ts";
import { answered } from "../aws/answered.ts";
import { isAwsError } from "../aws/aws-error.ts";
import type { FunctionCalls } from "./api.ts";
import type { Ask } from "./ask.ts";

/** What we ask of CloudFront about functions. */
export function functionCalls(client: Sdk, ask: Ask): FunctionCalls {
  const functionEtag = async (Name: string): Promise<string> => {
    const { ETag } = await client.send(new DescribeFunctionCommand({ Name, Stage: "DEVELOPMENT" }));
    return answered(ETag, "the function's ETag");
  };

  return {
    listFunctions: async (callOptions) => {
      const found = await allPages((Marker) =>
        ask.call(callOptions, "ListFunctions", async () => {
          const { FunctionList } = await client.send(new ListFunctionsCommand({ Marker }));
          return { items: FunctionList?.Items, next: FunctionList?.NextMarker };
        }),
      );
      return found.map(({ Name, FunctionConfig }) => ({
        name: answered(Name, "a function's name"),
        comment: FunctionConfig?.Comment ?? "",
      }));
    },
    getFunction: (callOptions, Name) =>
      ask.existing(callOptions, "GetFunction", async () => {
        const { FunctionSummary, ETag } = await client.send(
          new DescribeFunctionCommand({ Name, Stage: "DEVELOPMENT" }),
        );
        const live = await client
          .send(new GetFunctionCommand({ Name, Stage: "LIVE" }))
          .catch((error: unknown) => {
            if (isAwsError(error, "NoSuchFunctionExists")) return undefined;
            throw error;
          });
        return {
          name: Name,
          arn: answered(FunctionSummary?.FunctionMetadata?.FunctionARN, "the function's ARN"),
          comment: FunctionSummary?.FunctionConfig?.Comment ?? "",
          runtime: FunctionSummary?.FunctionConfig?.Runtime ?? "",
          etag: answered(ETag, "the function's ETag"),
          liveCode: live === undefined ? undefined : text(live.FunctionCode),
        };
      }),
    draftCode: (callOptions, Name) =>
      ask.call(callOptions, "GetFunction", async () => {
        const draft = await client.send(new GetFunctionCommand({ Name, Stage: "DEVELOPMENT" }));
        return text(draft.FunctionCode);
      }),
    createFunction: (callOptions, request) =>
      ask.unlessTaken(
        callOptions,
        { operation: "CreateFunction", taken: "FunctionAlreadyExists" },
        async () => {
          const { FunctionSummary, ETag } = await client.send(new CreateFunctionCommand(request));
          return {
            etag: answered(ETag, "the function's ETag"),
            arn: answered(FunctionSummary?.FunctionMetadata?.FunctionARN, "the function's ARN"),
          };
        },
      ),
    updateFunction: (callOptions, request) =>
      ask.call(callOptions, "UpdateFunction", async () => {
        const IfMatch = await functionEtag(request.Name ?? "");
        await client.send(new UpdateFunctionCommand({ ...request, IfMatch }));
      }),
    publishFunction: (callOptions, Name) =>
      ask.call(callOptions, "PublishFunction", async () => {
        await client.send(new PublishFunctionCommand({ Name, IfMatch: await functionEtag(Name) }));
      }),
    deleteFunction: (callOptions, Name) =>
      ask.remove(callOptions, "DeleteFunction", async () =>
        client.send(new DeleteFunctionCommand({ Name, IfMatch: await functionEtag(Name) })),
      ),
  };
}

function text(code: Uint8Array | undefined): string {
  return new TextDecoder().decode(code ?? new Uint8Array());
}
