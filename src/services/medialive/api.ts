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
  listSecurityGroups(callOptions: CallOptions): Promise<readonly InputSecurityGroup[]>;
  describeSecurityGroup(
    callOptions: CallOptions,
    id: string,
  ): Promise<InputSecurityGroup | undefined>;
  /** Has no idempotency token: a repeated attempt first asks `find` whether an earlier one worked. */
  createSecurityGroup(
    callOptions: CallOptions,
    request: CreateInputSecurityGroupRequest,
    find: () => Promise<InputSecurityGroup | undefined>,
  ): Promise<InputSecurityGroup>;
  updateSecurityGroup(
    callOptions: CallOptions,
    request: UpdateInputSecurityGroupRequest,
  ): Promise<void>;
  deleteSecurityGroup(callOptions: CallOptions, id: string): Promise<Asked>;
  listInputs(callOptions: CallOptions): Promise<readonly Input[]>;
  describeInput(callOptions: CallOptions, id: string): Promise<Input | undefined>;
  createInput(callOptions: CallOptions, request: CreateInputRequest): Promise<Input>;
  updateInput(callOptions: CallOptions, request: UpdateInputRequest): Promise<void>;
  deleteInput(callOptions: CallOptions, id: string): Promise<Asked>;
  listChannels(callOptions: CallOptions): Promise<readonly ChannelSummary[]>;
  describeChannel(callOptions: CallOptions, id: string): Promise<Channel | undefined>;
  /** Throws MEDIALIVE_PASS_ROLE when the caller may not pass the role. */
  createChannel(
    callOptions: CallOptions,
    request: Sealed<CreateChannelRequest>,
    options: CreateChannelOptions,
  ): Promise<{ readonly id: string; readonly arn: string }>;
  updateChannel(
    callOptions: CallOptions,
    request: Sealed<UpdateChannelRequest>,
    options: CreateChannelOptions,
  ): Promise<void>;
  startChannel(callOptions: CallOptions, id: string): Promise<Asked>;
  stopChannel(callOptions: CallOptions, id: string): Promise<Asked>;
  deleteChannel(callOptions: CallOptions, id: string): Promise<Asked>;
  listAlerts(
    callOptions: CallOptions,
    channelId: string,
    state: "SET" | "CLEARED" | "ALL",
  ): Promise<readonly ChannelAlert[]>;
  setTags(
    callOptions: CallOptions,
    arn: string,
    tags: Readonly<Record<string, string>>,
  ): Promise<void>;
  close(): void;
};
