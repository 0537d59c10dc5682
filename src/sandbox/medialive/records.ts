import type { RunningEncoder } from "../encoder/job.ts";
import type { JsonRecord } from "../json.ts";

export type Tags = ReadonlyMap<string, string>;

type ChannelState =
  | "CREATING"
  | "CREATE_FAILED"
  | "IDLE"
  | "STARTING"
  | "RUNNING"
  | "RECOVERING"
  | "STOPPING"
  | "UPDATING"
  | "UPDATE_FAILED"
  | "DELETING"
  | "DELETED";

export type Channel = {
  readonly id: string;
  readonly state: ChannelState;
  /** The CreateChannel body as it was sent (lowerCamel JSON), merged with later updates. */
  readonly body: JsonRecord;
  readonly tags: Tags;
  readonly alerts: readonly ChannelAlert[];
  /** While it runs. */
  readonly encoder: RunningEncoder | undefined;
};

export type ChannelAlert = {
  readonly id: string;
  readonly type: string;
  readonly message: string;
  /** Epoch milliseconds. */
  readonly setAt: number;
  readonly clearedAt: number | undefined;
};

type InputState = "CREATING" | "DETACHED" | "ATTACHED" | "DELETING" | "DELETED";

export type Input = {
  readonly id: string;
  readonly state: InputState;
  /** The CreateInput body as it was sent, merged with later updates. */
  readonly body: JsonRecord;
  readonly type: string;
  readonly inputClass: "STANDARD" | "SINGLE_PIPELINE";
  /** Where to push to: fixed for the input's life, but for the stream names. */
  readonly endpoints: readonly Endpoint[];
  readonly securityGroups: readonly string[];
  /** Channel ids. */
  readonly attachedChannels: readonly string[];
  readonly tags: Tags;
};

export type Endpoint = { readonly ip: string; readonly port: number; readonly url: string };

type GroupState = "IDLE" | "IN_USE" | "UPDATING" | "DELETED";

/** An input security group. */
export type Group = {
  readonly id: string;
  readonly state: GroupState;
  readonly cidrs: readonly string[];
  /** Input ids. */
  readonly inputs: readonly string[];
  readonly tags: Tags;
};
