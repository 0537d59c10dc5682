import type { PushInput } from "../encoder/inputs/push-endpoints.ts";
import type { EncoderJob, RunningEncoder } from "../encoder/job.ts";
import type { TransitionName } from "../latency.ts";
import { transitionMs } from "../latency.ts";
import type { World } from "../world.ts";
import type { Quotas } from "./quotas.ts";
import type { Channel, Group, Input } from "./records.ts";
import { createReplays, type Replays } from "./replay.ts";
import { createRecordStore, type RecordStore } from "./record-store.ts";

/** What MediaLive asks of the other services, and how it was set up. */
export type MediaLiveContext = {
  readonly world: World;
  readonly quotas: Quotas;
  /** Can MediaLive assume the role now? */
  trusts(roleArn: string): boolean;
  allowsRole(roleArn: string, action: string, resource: string): boolean;
  /** The decrypted value of a parameter in this region. */
  readParameter(name: string, region: string): string | undefined;
  readonly startEncoder: (job: EncoderJob) => Promise<RunningEncoder>;
  /** Told of each push input when it is made, changed and gone. */
  onPushInput(input: PushInput): Promise<void>;
  /** Where RTMP pushes arrive, read when an input is made. */
  rtmpPort(): number;
  /** May a pull input read from this port on loopback? */
  isOwnPort(port: number): boolean;
  /** A UDP port on loopback that nobody else was given. */
  udpPort(): Promise<number>;
  /** A new 7-digit id. */
  nextId(): string;
};

/** MediaLive in one region. */
export type Region = MediaLiveContext & {
  readonly name: string;
  readonly channels: RecordStore<Channel>;
  readonly inputs: RecordStore<Input>;
  readonly groups: RecordStore<Group>;
  readonly replays: Replays;
};

export function createRegion(name: string, context: MediaLiveContext): Region {
  return {
    ...context,
    name,
    channels: createRecordStore(),
    inputs: createRecordStore(),
    groups: createRecordStore(),
    replays: createReplays(),
  };
}

/** The ARN of a resource of ours (`channel`, `input`, `inputSecurityGroup`). */
export function arnOf(region: Region, kind: string, id: string): string {
  return `arn:aws:medialive:${region.name}:${region.world.account}:${kind}:${id}`;
}

/**
 * Does `work` when the transition has taken its time. With no time at all it is done before the next request is read,
 * yet after the present answer is made. Nothing happens once the sandbox closes.
 */
export function later(region: Region, transition: TransitionName, work: () => void): void {
  const { clock, closing } = region.world;
  const milliseconds = transitionMs(region.world, transition);
  const passed = milliseconds === 0 ? Promise.resolve() : clock.sleep(milliseconds, closing);
  void passed.then(
    () => (closing.aborted ? undefined : work()),
    // Only the closing of the sandbox ends a sleep early, and then there is nothing left to do.
    () => undefined,
  );
}

/** The state that a fault wants a transition to end in; undefined when it goes as planned. */
export function faultedState({
  region,
  operation,
  kind,
  id,
}: {
  readonly region: Region;
  readonly operation: string;
  readonly kind: string;
  readonly id: string;
}): string | undefined {
  return region.world.gate.transition({
    service: "medialive",
    operation,
    resource: arnOf(region, kind, id),
  });
}
