/** What MediaLive hands to the encoder when a channel starts. */
export type EncoderJob = {
  /** The CreateChannel body as it came on the wire (lowerCamel JSON), merged with later updates. */
  readonly channel: unknown;
  readonly channelId: string;
  /** DescribeInput JSON (lowerCamel) of each attached input, in the order of the attachments. */
  readonly inputs: readonly unknown[];
  /** CIDRs of the input's security groups as they are now: groups may change while the channel runs. */
  securityGroupCidrs(): readonly string[];
  /** Resolved PasswordParam values by parameter name. */
  readonly passwords: Readonly<Record<string, string>>;
  /** Sets the channel alert of this type, or clears it when `message` is undefined. */
  alert(type: string, message: string | undefined): void;
};

export type RunningEncoder = {
  /** Ends the input, lets uploads in flight finish, and resolves when nothing runs any more. */
  stop(): Promise<void>;
};
