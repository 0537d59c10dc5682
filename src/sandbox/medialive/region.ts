import type { PushInput } from "../encoder/inputs/push-endpoints.ts";
import type { EncoderJob, RunningEncoder } from "../encoder/job.ts";
import type { TransitionName } from "../latency.ts";
import { transitionMs } from "../latency.ts";
import type { World } from "../world.ts";
import type { Quotas } from "./quotas.ts";
import type { Channel, Group, Input } from "./records.ts";
import { createReplays, type Replays } from "./replay.ts";
import { createShelf, type Shelf } from "./shelf.ts";

/** What MediaLive asks of the other services, and how it was set up. */
export type Surroundings = {
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
  /** A UDP port on loopback that nobody else was given. */
  isOwnPort(port: number): boolean;
  udpPort(): Promise<number>;
  /** A new 7-digit id. */
  nextId(): string;
};

/** MediaLive in one region. */
export type Region = Surroundings & {
  readonly name: string;
  readonly channels: Shelf<Channel>;
  readonly inputs: Shelf<Input>;
  readonly groups: Shelf<Group>;
  readonly replays: Replays;
};

export function createRegion(name: string, surroundings: Surroundings): Region {
  return {
    ...surroundings,
    name,
    channels: createShelf(),
    inputs: createShelf(),
    groups: createShelf(),
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
    operation: `${operation}.transition`,
    resource: arnOf(region, kind, id),
  });
}
