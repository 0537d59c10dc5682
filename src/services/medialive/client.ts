import {
  CreateChannelCommand,
  CreateInputCommand,
  CreateInputSecurityGroupCommand,
  CreateTagsCommand,
  DeleteChannelCommand,
  DeleteInputCommand,
  DeleteInputSecurityGroupCommand,
  DescribeChannelCommand,
  DescribeInputCommand,
  DescribeInputSecurityGroupCommand,
  ListAlertsCommand,
  MediaLiveClient as Sdk,
  StartChannelCommand,
  StopChannelCommand,
  UpdateChannelCommand,
  UpdateInputCommand,
  UpdateInputSecurityGroupCommand,
  type CreateChannelCommandInput,
  type UpdateChannelCommandInput,
} from "@aws-sdk/client-medialive";
import { revealDeep } from "../../config/secret.ts";
import { allPages } from "../aws/all-pages.ts";
import { answered } from "../aws/answered.ts";
import type { CallOptions, RetryOptions } from "../aws/call-options.ts";
import { awsCall } from "../aws/aws-call.ts";
import { isAwsError } from "../aws/aws-error.ts";
import { awsOptions, type AwsAccess } from "../aws/aws-options.ts";
import { checkAnswers } from "../aws/checked-answers.ts";
import type { Asked, CreateChannelOptions, MediaLiveClient } from "./api.ts";
import { accountLists } from "./list-client.ts";
import { isRoleNotYetAssumable, passRoleRefusal } from "./role-refusal.ts";
import { sealChannel } from "./sealed-channel.ts";

export type { MediaLiveClient } from "./api.ts";

/** IAM propagates a new role within two minutes; Terraform's AWS provider waits as long. */
const ROLE_PROPAGATION_MS = 120_000;

/** MediaLive with what we ask of it: see {@link MediaLiveClient}. */
export function connectMediaLive(access: AwsAccess, pace: RetryOptions): MediaLiveClient {
  const client = new Sdk(awsOptions(access));
  checkAnswers(client, "medialive");
  const call = <Answer>(
    callOptions: CallOptions,
    asked:
      | string
      | {
          readonly operation: string;
          readonly deadlineMs?: number;
          readonly transient?: (error: unknown) => string | undefined;
        },
    send: (attempt: number) => Promise<Answer>,
  ): Promise<Answer> =>
    awsCall(pace, callOptions, {
      ...(typeof asked === "string" ? { operation: asked } : asked),
      service: "medialive",
      profile: access.profile,
      send,
    });

  const describe = <Answer extends { readonly State?: string | undefined }>(
    callOptions: CallOptions,
    operation: string,
    send: () => Promise<Answer>,
  ): Promise<Answer | undefined> =>
    call(callOptions, operation, async () => {
      try {
        const answer = await send();
        return answer.State === "DELETED" ? undefined : answer;
      } catch (error) {
        if (isAwsError(error, "NotFoundException")) return undefined;
        throw error;
      }
    });

  /** Not found and not-now are answers here. */
  const ask = (
    callOptions: CallOptions,
    operation: string,
    send: () => Promise<unknown>,
  ): Promise<Asked> =>
    call(callOptions, operation, async () => {
      try {
        await send();
        return "asked";
      } catch (error) {
        if (isAwsError(error, "NotFoundException")) return "gone";
        if (isAwsError(error, "ConflictException")) return "busy";
        throw error;
      }
    });

  const withRole = <Answer>(
    callOptions: CallOptions,
    {
      operation,
      roleArn,
      roleIsFresh,
    }: CreateChannelOptions & { readonly operation: string; readonly roleArn: string },
    send: () => Promise<Answer>,
  ): Promise<Answer> =>
    call(
      callOptions,
      roleIsFresh
        ? {
            operation,
            deadlineMs: ROLE_PROPAGATION_MS,
            transient: (error) =>
              isRoleNotYetAssumable(error)
                ? "MediaLive cannot assume the new role yet: IAM is still propagating it"
                : undefined,
          }
        : operation,
      async () => {
        try {
          return await send();
        } catch (error) {
          throw passRoleRefusal(error, roleArn) ?? error;
        }
      },
    );

  const { securityGroups, inputs, channels } = accountLists(client, call);
  return {
    listSecurityGroups: securityGroups.read,
    describeSecurityGroup: (callOptions, InputSecurityGroupId) =>
      describe(callOptions, "DescribeInputSecurityGroup", () =>
        client.send(new DescribeInputSecurityGroupCommand({ InputSecurityGroupId })),
      ),
    createSecurityGroup: (callOptions, request, find) =>
      securityGroups.writing(() =>
        call(callOptions, "CreateInputSecurityGroup", async (attempt) => {
          const earlier = attempt === 1 ? undefined : await find();
          if (earlier !== undefined) return earlier;
          const answer = await client.send(new CreateInputSecurityGroupCommand(request));
          return answered(answer.SecurityGroup, "the input security group");
        }),
      ),
    updateSecurityGroup: (callOptions, request) =>
      securityGroups.writing(() =>
        call(callOptions, "UpdateInputSecurityGroup", async () => {
          await client.send(new UpdateInputSecurityGroupCommand(request));
        }),
      ),
    deleteSecurityGroup: (callOptions, InputSecurityGroupId) =>
      securityGroups.writing(() =>
        ask(callOptions, "DeleteInputSecurityGroup", () =>
          client.send(new DeleteInputSecurityGroupCommand({ InputSecurityGroupId })),
        ),
      ),
    listInputs: inputs.read,
    describeInput: (callOptions, InputId) =>
      describe(callOptions, "DescribeInput", () =>
        client.send(new DescribeInputCommand({ InputId })),
      ),
    createInput: (callOptions, request) =>
      inputs.writing(() =>
        call(callOptions, "CreateInput", async () => {
          const answer = await client.send(new CreateInputCommand(request));
          return answered(answer.Input, "the input");
        }),
      ),
    updateInput: (callOptions, request) =>
      inputs.writing(() =>
        call(callOptions, "UpdateInput", async () => {
          await client.send(new UpdateInputCommand(request));
        }),
      ),
    deleteInput: (callOptions, InputId) =>
      inputs.writing(() =>
        ask(callOptions, "DeleteInput", () => client.send(new DeleteInputCommand({ InputId }))),
      ),
    listChannels: channels.read,
    describeChannel: async (callOptions, ChannelId) => {
      const channel = await describe(callOptions, "DescribeChannel", () =>
        client.send(new DescribeChannelCommand({ ChannelId })),
      );
      return channel === undefined ? undefined : sealChannel(channel);
    },
    createChannel: (callOptions, request, options) =>
      channels.writing(() =>
        withRole(
          callOptions,
          { ...options, operation: "CreateChannel", roleArn: String(request.RoleArn) },
          async () => {
            const sent = revealDeep(request) as CreateChannelCommandInput;
            const { Channel } = await client.send(new CreateChannelCommand(sent));
            return {
              id: answered(Channel?.Id, "the channel's id"),
              arn: answered(Channel?.Arn, "the channel's ARN"),
            };
          },
        ),
      ),
    updateChannel: (callOptions, request, options) =>
      withRole(
        callOptions,
        { ...options, operation: "UpdateChannel", roleArn: String(request.RoleArn) },
        async () => {
          const sent = revealDeep(request) as UpdateChannelCommandInput;
          await client.send(new UpdateChannelCommand(sent));
        },
      ),
    startChannel: (callOptions, ChannelId) =>
      ask(callOptions, "StartChannel", () => client.send(new StartChannelCommand({ ChannelId }))),
    stopChannel: (callOptions, ChannelId) =>
      ask(callOptions, "StopChannel", () => client.send(new StopChannelCommand({ ChannelId }))),
    deleteChannel: (callOptions, ChannelId) =>
      channels.writing(() =>
        ask(callOptions, "DeleteChannel", () =>
          client.send(new DeleteChannelCommand({ ChannelId })),
        ),
      ),
    listAlerts: (callOptions, ChannelId, StateFilter) =>
      allPages((NextToken) =>
        call(callOptions, "ListAlerts", async () => {
          const page = await client.send(
            new ListAlertsCommand({ ChannelId, StateFilter, NextToken }),
          );
          return { items: page.Alerts, next: page.NextToken };
        }),
      ),
    setTags: (callOptions, ResourceArn, Tags) =>
      call(callOptions, "CreateTags", async () => {
        await client.send(new CreateTagsCommand({ ResourceArn, Tags: { ...Tags } }));
      }),
    close: () => client.destroy(),
  };
}
