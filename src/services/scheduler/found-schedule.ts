/** A schedule as EventBridge Scheduler tells about it. */
export type FoundSchedule = {
  readonly name: string;
  readonly arn: string | undefined;
  readonly description: string | undefined;
  readonly expression: string | undefined;
  readonly timeZone: string | undefined;
  readonly isEnabled: boolean;
  readonly deletesItself: boolean;
  /** `OFF` or `FLEXIBLE`. */
  readonly windowMode: string | undefined;
  readonly targetArn: string | undefined;
  readonly roleArn: string | undefined;
  /** JSON text. */
  readonly input: string | undefined;
  readonly maxEventAgeSeconds: number | undefined;
};

/** The stack that a schedule says it belongs to: its name and its id; undefined for anybody else's. */
export function stackOfSchedule({
  description,
}: Pick<FoundSchedule, "description">):
  | { readonly stackName: string; readonly stackId: string }
  | undefined {
  const [, stackName, stackId] = /^live-origin (\S+) ([0-9a-f]{16})$/.exec(description ?? "") ?? [];
  return stackName === undefined || stackId === undefined ? undefined : { stackName, stackId };
}
