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
import type { Asking } from "../aws/asking.ts";

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
  listSecurityGroups(asking: Asking): Promise<readonly InputSecurityGroup[]>;
  describeSecurityGroup(asking: Asking, id: string): Promise<InputSecurityGroup | undefined>;
  /** Has no idempotency token: a repeated attempt first asks `find` whether an earlier one worked. */
  createSecurityGroup(
    asking: Asking,
    request: CreateInputSecurityGroupRequest,
    find: () => Promise<InputSecurityGroup | undefined>,
  ): Promise<InputSecurityGroup>;
  updateSecurityGroup(asking: Asking, request: UpdateInputSecurityGroupRequest): Promise<void>;
  deleteSecurityGroup(asking: Asking, id: string): Promise<Asked>;
  listInputs(asking: Asking): Promise<readonly Input[]>;
  describeInput(asking: Asking, id: string): Promise<Input | undefined>;
  createInput(asking: Asking, request: CreateInputRequest): Promise<Input>;
  updateInput(asking: Asking, request: UpdateInputRequest): Promise<void>;
  deleteInput(asking: Asking, id: string): Promise<Asked>;
  listChannels(asking: Asking): Promise<readonly ChannelSummary[]>;
  describeChannel(asking: Asking, id: string): Promise<Channel | undefined>;
  /** Throws MEDIALIVE_PASS_ROLE when the caller may not hand the role over. */
  createChannel(
    asking: Asking,
    request: Sealed<CreateChannelRequest>,
    options: CreateChannelOptions,
  ): Promise<{ readonly id: string; readonly arn: string }>;
  updateChannel(
    asking: Asking,
    request: Sealed<UpdateChannelRequest>,
    options: CreateChannelOptions,
  ): Promise<void>;
  startChannel(asking: Asking, id: string): Promise<Asked>;
  stopChannel(asking: Asking, id: string): Promise<Asked>;
  deleteChannel(asking: Asking, id: string): Promise<Asked>;
  listAlerts(
    asking: Asking,
    channelId: string,
    state: "SET" | "CLEARED" | "ALL",
  ): Promise<readonly ChannelAlert[]>;
  setTags(asking: Asking, arn: string, tags: Readonly<Record<string, string>>): Promise<void>;
  close(): void;
};
