import {
  type Input,
  type InputSecurityGroup,
  ListChannelsCommand,
  ListInputSecurityGroupsCommand,
  ListInputsCommand,
  type MediaLiveClient as Sdk,
} from "@aws-sdk/client-medialive";
import { allPages } from "../aws/all-pages.ts";
import { answered } from "../aws/answered.ts";
import type { CallOptions } from "../aws/call-options.ts";
import { type ListOnce, listOnce } from "../aws/list-once.ts";
import type { ChannelSummary } from "./api.ts";

type Call = <Answer>(
  callOptions: CallOptions,
  operation: string,
  send: () => Promise<Answer>,
) => Promise<Answer>;

/** The input security groups, inputs and channels of the account, all pages, without what is DELETED or DELETING. */
export function accountLists(
  client: Sdk,
  call: Call,
): {
  readonly securityGroups: ListOnce<InputSecurityGroup>;
  readonly inputs: ListOnce<Input>;
  readonly channels: ListOnce<ChannelSummary>;
} {
  return {
    securityGroups: listOnce(async (callOptions) => {
      const listed = await allPages((NextToken) =>
        call(callOptions, "ListInputSecurityGroups", async () => {
          const page = await client.send(new ListInputSecurityGroupsCommand({ NextToken }));
          return { items: page.InputSecurityGroups, next: page.NextToken };
        }),
      );
      return listed.filter(isThere);
    }),
    inputs: listOnce(async (callOptions) => {
      const listed = await allPages((NextToken) =>
        call(callOptions, "ListInputs", async () => {
          const page = await client.send(new ListInputsCommand({ NextToken }));
          return { items: page.Inputs, next: page.NextToken };
        }),
      );
      return listed.filter(isThere);
    }),
    channels: listOnce(async (callOptions) => {
      const listed = await allPages((NextToken) =>
        call(callOptions, "ListChannels", async () => {
          const page = await client.send(new ListChannelsCommand({ NextToken }));
          return { items: page.Channels, next: page.NextToken };
        }),
      );
      return listed.filter(isThere).map(({ Id, Name, State, Tags }) => ({
        id: answered(Id, "a channel's id"),
        name: Name ?? "",
        state: State ?? "",
        tags: Tags ?? {},
      }));
    }),
  };
}

/** Lists go on naming what is gone for a while. */
function isThere({ State }: { readonly State?: string | undefined }): boolean {
  return State !== "DELETED" && State !== "DELETING";
}
