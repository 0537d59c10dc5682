import type { EdgeConfig } from "../edge/edge-config.ts";
import type { EdgeIdentity, RunningEdge } from "../edge/running-edge.ts";
import { transitionMs } from "../latency.ts";
import type { World } from "../world.ts";
import type { DistributionConfig } from "./shapes/distribution-shape.ts";
import { capitalId } from "./ids.ts";
import { refusal } from "./refusal.ts";
import { sleepUnlessClosing } from "./sleep-unless-closing.ts";
import type { Tags } from "./tags.ts";
import { firstVersion, nextVersion, type Versions } from "./version.ts";

/** A distribution as the control plane knows it. */
export type Distribution = {
  readonly id: string;
  readonly arn: string;
  readonly edge: RunningEdge;
  /** What the last write said; `served` is what our edge has of it, `deployed` what all edges have. */
  config: DistributionConfig;
  served: DistributionConfig | undefined;
  deployed: DistributionConfig | undefined;
  versions: Versions;
  status: string;
  modifiedAt: number;
  tags: Tags;
};

export type StartEdge = (identity: EdgeIdentity) => Promise<RunningEdge>;

export type Distributions = {
  create(config: DistributionConfig, tags: Tags): Promise<Distribution>;
  /** Throws NoSuchDistribution. */
  get(id: string): Distribution;
  all(): readonly Distribution[];
  update(distribution: Distribution, config: DistributionConfig): void;
  /** Throws DistributionNotDisabled unless it is disabled and Deployed. */
  remove(distribution: Distribution): Promise<void>;
  /** Gives all edges their configuration anew, after a policy or a function changed. */
  refresh(): void;
  /** Does a configuration, the latest or the one still deployed, satisfy `test`? */
  some(test: (config: DistributionConfig) => boolean): boolean;
  close(): Promise<void>;
};

/** Keeps the distributions, takes them from InProgress to Deployed and tells their edges. */
export function createDistributions(
  world: World,
  {
    startEdge,
    compile,
    most,
  }: {
    readonly startEdge: StartEdge;
    readonly compile: (config: DistributionConfig) => EdgeConfig;
    /** Distributions per account. */
    readonly most: number;
  },
): Distributions {
  const distributions = new Map<string, Distribution>();
  const references = new Map<string, string>();

  const rollOut = async (distribution: Distribution, operation: string): Promise<void> => {
    distribution.status = "InProgress";
    const { versions, config } = distribution;
    const end =
      world.gate.transition({
        service: "cloudfront",
        operation,
        resource: distribution.arn,
      }) ?? "Deployed";
    const isCurrent = (): boolean =>
      distribution.versions === versions && distributions.get(distribution.id) === distribution;
    const serve = (): void => {
      if (end !== "Deployed" || distribution.served === config) return;
      distribution.served = config;
      distribution.edge.deploy(compile(config));
    };
    const deploying = sleepUnlessClosing(world, transitionMs(world, "distribution.deploying"));
    if (world.readings?.edge !== "late")
      void sleepUnlessClosing(world, transitionMs(world, "distribution.reaching-edge")).then(
        (isOpen) => {
          if (isOpen && isCurrent()) serve();
        },
      );
    if (!(await deploying) || !isCurrent()) return;
    serve();
    distribution.status = end;
    if (end === "Deployed") distribution.deployed = config;
  };

  return {
    async create(config, tags) {
      const known = references.get(config.CallerReference);
      if (known !== undefined)
        throw refusal(
          "DistributionAlreadyExists",
          `The caller reference that you are using to create a distribution is associated with another distribution. Already exists: ${known}`,
        );
      if (distributions.size >= most)
        throw refusal(
          "TooManyDistributions",
          "Processing your request would cause you to exceed the maximum number of distributions allowed.",
        );
      const id = capitalId("E", world.ids);
      references.set(config.CallerReference, id);
      const distribution: Distribution = {
        id,
        arn: `arn:aws:cloudfront::${world.account}:distribution/${id}`,
        edge: await startEdge({ distributionId: id }),
        config,
        served: undefined,
        deployed: undefined,
        versions: firstVersion(),
        status: "InProgress",
        modifiedAt: world.clock.now(),
        tags,
      };
      distributions.set(id, distribution);
      if (world.closing.aborted) await distribution.edge.close();
      void rollOut(distribution, "CreateDistribution");
      return distribution;
    },
    get(id) {
      const distribution = distributions.get(id);
      if (distribution === undefined)
        throw refusal("NoSuchDistribution", "The specified distribution does not exist.");
      return distribution;
    },
    all: () => [...distributions.values()],
    update(distribution, config) {
      distribution.config = config;
      distribution.versions = nextVersion(distribution.versions);
      distribution.modifiedAt = world.clock.now();
      void rollOut(distribution, "UpdateDistribution");
    },
    async remove(distribution) {
      if (distribution.config.Enabled || distribution.status !== "Deployed")
        throw refusal(
          "DistributionNotDisabled",
          "The distribution you are trying to delete has not been disabled.",
        );
      distributions.delete(distribution.id);
      await distribution.edge.close();
    },
    refresh() {
      for (const { served, edge } of distributions.values())
        if (served !== undefined) edge.deploy(compile(served));
    },
    some: (test) =>
      [...distributions.values()].some(
        ({ config, deployed }) => test(config) || (deployed !== undefined && test(deployed)),
      ),
    async close() {
      await Promise.all([...distributions.values()].map(({ edge }) => edge.close()));
    },
  };
}
