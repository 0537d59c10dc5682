import {
  DeleteParameterCommand,
  type DeleteParameterRequest,
  GetParameterCommand,
  ListTagsForResourceCommand,
  paginateDescribeParameters,
  PutParameterCommand,
  type PutParameterRequest,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { revealDeep, Secret, type Sealed } from "../../config/secret.ts";
import type { CallOptions, RetryOptions } from "../aws/call-options.ts";
import { awsCall } from "../aws/aws-call.ts";
import { awsOptions, type AwsAccess } from "../aws/aws-options.ts";
import { checkAnswers } from "../aws/checked-answers.ts";
import { unlessRefused } from "../aws/unless-refused.ts";

/** The calls to Systems Manager that we make. Every failure is a LiveOriginError named `AWS_…`. */
export type SsmClient = {
  /** `exists` when a request without Overwrite met a parameter of that name. */
  putParameter(
    request: Sealed<PutParameterRequest>,
    callOptions: CallOptions,
  ): Promise<"put" | "exists">;
  /** The parameter's tags, or undefined when it does not exist. */
  tags(
    name: string,
    callOptions: CallOptions,
  ): Promise<Readonly<Record<string, string>> | undefined>;
  /** Reads the value back, decrypted: for a lost key only. */
  readParameter(name: string, callOptions: CallOptions): Promise<Secret | undefined>;
  /** What is not there is gone already. */
  deleteParameter(request: DeleteParameterRequest, callOptions: CallOptions): Promise<void>;
  /** Names under a path, all pages: for leftovers whose state is gone. */
  findParameters(path: string, callOptions: CallOptions): Promise<readonly string[]>;
  close(): void;
};

/** Connects to Systems Manager; nothing is sent before the first call. */
export function connectSsm(access: AwsAccess, pace: RetryOptions): SsmClient {
  const client = new SSMClient(awsOptions(access));
  checkAnswers(client, "ssm");
  const ask = <Answer>(
    operation: string,
    callOptions: CallOptions,
    send: () => Promise<Answer>,
  ): Promise<Answer> =>
    awsCall(pace, callOptions, { service: "ssm", operation, profile: access.profile, send });
  return {
    putParameter: (request, callOptions) =>
      ask("PutParameter", callOptions, async () => {
        // Right before the wire: the one place where the value is in the open.
        const command = new PutParameterCommand(revealDeep(request) as PutParameterRequest);
        const sent = client.send(command, { abortSignal: callOptions.signal });
        return (await unlessRefused(sent, "ParameterAlreadyExists")) === undefined
          ? "exists"
          : "put";
      }),
    tags: (name, callOptions) =>
      ask("ListTagsForResource", callOptions, async () => {
        const command = new ListTagsForResourceCommand({
          ResourceType: "Parameter",
          ResourceId: name,
        });
        const sent = client.send(command, { abortSignal: callOptions.signal });
        const answer = await unlessRefused(sent, "InvalidResourceId");
        if (answer === undefined) return undefined;
        return Object.fromEntries((answer.TagList ?? []).map(({ Key, Value }) => [Key, Value]));
      }),
    readParameter: (name, callOptions) =>
      ask("GetParameter", callOptions, async () => {
        const command = new GetParameterCommand({ Name: name, WithDecryption: true });
        const sent = client.send(command, { abortSignal: callOptions.signal });
        const value = (await unlessRefused(sent, "ParameterNotFound"))?.Parameter?.Value;
        return value === undefined ? undefined : Secret.of(value);
      }),
    deleteParameter: (request, callOptions) =>
      ask("DeleteParameter", callOptions, async () => {
        const command = new DeleteParameterCommand(request);
        await unlessRefused(
          client.send(command, { abortSignal: callOptions.signal }),
          "ParameterNotFound",
        );
      }),
    findParameters: (path, callOptions) =>
      ask("DescribeParameters", callOptions, async () => {
        const names: string[] = [];
        const filter = { Key: "Name", Option: "BeginsWith", Values: [path] };
        for await (const page of paginateDescribeParameters(
          { client },
          { ParameterFilters: [filter] },
        ))
          names.push(...(page.Parameters ?? []).map(({ Name }) => Name ?? ""));
        return names;
      }),
    close: () => client.destroy(),
  };
}
