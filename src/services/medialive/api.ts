import type {
  ChannelAlert,
  CreateChannelRequest,
  CreateInputRequest,
  CreateInputSecurityGroupRequest,
  DescribeChannelResponse,
  Input,
  InputSecurityGroup,
  OutputDestination,
  UpdateChannelRequest,
  UpdateInputRequest,
  UpdateInputSecurityGroupRequest,
} from "@aws-sdk/client-medialive";
import type { Sealed } from "../../config/secret.ts";
import type { CallOptions } from "../aws/call-options.ts";

/** A channel as described, the destination URL sealed where it carries a key. */
export type Channel = Omit<DescribeChannelResponse, "Destinations" | "$metadata"> & {
  readonly Destinations: readonly Sealed<OutputDestination>[];
};

export type ChannelSummary = {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly tags: Readonly<Record<string, string>>;
};

/** `busy`: the service does not allow it in this state. `gone`: there is nothing to do it to. */
export type Asked = "asked" | "busy" | "gone";

export type CreateChannelOptions = {
  /** Our role was made moments ago: wait until MediaLive can assume it. */
  readonly roleIsFresh: boolean;
};

/**
 * What we ask of MediaLive. Lists are whole (all pages) and without what is DELETED or DELETING; a description of what is
 * gone is undefined. Every call is retried under one deadline and throws LiveOriginErrors.
 */
export type MediaLiveClient = {
  listSecurityGroups(asking: CallOptions): Promise<readonly InputSecurityGroup[]>;
  describeSecurityGroup(asking: CallOptions, id: string): Promise<InputSecurityGroup | undefined>;
  /** Has no idempotency token: a repeated attempt first asks `find` whether an earlier one worked. */
  createSecurityGroup(
    asking: CallOptions,
    request: CreateInputSecurityGroupRequest,
    find: () => Promise<InputSecurityGroup | undefined>,
  ): Promise<InputSecurityGroup>;
  updateSecurityGroup(asking: CallOptions, request: UpdateInputSecurityGroupRequest): Promise<void>;
  deleteSecurityGroup(asking: CallOptions, id: string): Promise<Asked>;
  listInputs(asking: CallOptions): Promise<readonly Input[]>;
  describeInput(asking: CallOptions, id: string): Promise<Input | undefined>;
  createInput(asking: CallOptions, request: CreateInputRequest): Promise<Input>;
  updateInput(asking: CallOptions, request: UpdateInputRequest): Promise<void>;
  deleteInput(asking: CallOptions, id: string): Promise<Asked>;
  listChannels(asking: CallOptions): Promise<readonly ChannelSummary[]>;
  describeChannel(asking: CallOptions, id: string): Promise<Channel | undefined>;
  /** Throws MEDIALIVE_PASS_ROLE when the caller may not hand the role over. */
  createChannel(
    asking: CallOptions,
    request: Sealed<CreateChannelRequest>,
    options: CreateChannelOptions,
  ): Promise<{ readonly id: string; readonly arn: string }>;
  updateChannel(
    asking: CallOptions,
    request: Sealed<UpdateChannelRequest>,
    options: CreateChannelOptions,
  ): Promise<void>;
  startChannel(asking: CallOptions, id: string): Promise<Asked>;
  stopChannel(asking: CallOptions, id: string): Promise<Asked>;
  deleteChannel(asking: CallOptions, id: string): Promise<Asked>;
  listAlerts(
    asking: CallOptions,
    channelId: string,
    state: "SET" | "CLEARED" | "ALL",
  ): Promise<readonly ChannelAlert[]>;
  setTags(asking: CallOptions, arn: string, tags: Readonly<Record<string, string>>): Promise<void>;
  close(): void;
};
