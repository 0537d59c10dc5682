import type { Difference, Effects, Resource } from "../../core/engine/resource.ts";
import { poll } from "../../core/engine/wait.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { answered } from "../aws/answered.ts";
import { callOptionsFor } from "../aws/call-options.ts";
import { writeAheadToken } from "../write-ahead.ts";
import type { CloudFrontClient, Distribution } from "./api.ts";
import { call } from "./call.ts";
import { distributionDifferences, overlaid } from "./distribution-drift.ts";
import { distributionMarks } from "./distribution-marks.ts";
import { buildDistribution, distributionConfig } from "./distribution-request.ts";
import { removeDistribution, type DeployWait } from "./distribution-waits.ts";
import { distributionIds, findDistribution } from "./find-distribution.ts";
import { DEFAULT_POLL_MS, DEPLOY_DEADLINE_MS } from "./removal.ts";

const KIND = "distribution";

/** A distribution that was just made, or whose answer was lost, is listed within moments. */
const LISTED_DEADLINE_MS = 60_000;

/**
 * The CDN. Creation and update return as soon as CloudFront has taken them, because nothing else waits for the minutes that
 * deploying takes (`waitDeployed` does); removal waits `deadlineMs` at most, because only a deployed one can go: 0 disables it
 * and leaves the rest to a later run, with WAIT_TIMED_OUT.
 */
export function distributionResource(
  connect: () => Promise<CloudFrontClient>,
  { pollMs = DEFAULT_POLL_MS, deadlineMs = DEPLOY_DEADLINE_MS }: DeployWait = {},
): Resource<Distribution> {
  return {
    kind: KIND,
    dependsOn: ["playerKey", "function", "cachePolicy"],
    wanted: () => true,
    observe: async (context, recorded, signal) =>
      findDistribution({ client: await connect(), callOptions: { signal }, context, recorded }),
    marks: {
      wanted: (context) => distributionMarks(distributionConfig(context, "")),
      found: ({ config }) => distributionMarks(config),
    },
    diff: (context, { config }) => distributionDifferences(context, config),
    calls: (context, { action, found, differences }) => {
      const reference = context.resources.distribution?.token?.value ?? "<callerReference>";
      if (action === "create")
        return [call("CreateDistributionWithTags", buildDistribution(context, reference))];
      if (found === undefined) return [];
      const change = (config: unknown) =>
        call("UpdateDistribution", {
          Id: found.id,
          IfMatch: found.etag,
          DistributionConfig: config,
        });
      if (action === "update" && differences.length > 0)
        return [change(overlaid(found.config, distributionConfig(context, referenceOf(found))))];
      if (action !== "delete") return [];
      const disable =
        found.config.Enabled === false ? [] : [change({ ...found.config, Enabled: false })];
      return [...disable, call("DeleteDistribution", { Id: found.id, IfMatch: "<etag>" })];
    },
    create: async (effects) => {
      const client = await connect();
      const callOptions = callOptionsFor(effects, KIND);
      const before = await findDistribution({
        client,
        // One that came since then has the CallerReference that is sent now.
        callOptions: { ...callOptions, readBefore: true },
        context: effects.context,
        recorded: effects.recorded,
      });
      const found = before.is === "ours" ? before.found : await createAnew(effects, client, pollMs);
      await effects.persist({ ids: distributionIds(found) });
      await change({
        effects,
        client,
        found,
        differences: distributionDifferences(effects.context, found.config),
      });
    },
    update: async (effects, found, differences) => {
      await change({ effects, client: await connect(), found, differences });
    },
    remove: async (effects, { id }) => {
      await removeDistribution({
        client: await connect(),
        effects,
        id,
        deployWait: { pollMs, deadlineMs },
      });
    },
  };
}

async function change({
  effects,
  client,
  found,
  differences,
}: {
  readonly effects: Effects;
  readonly client: CloudFrontClient;
  readonly found: Distribution;
  readonly differences: readonly Difference[];
}): Promise<void> {
  if (differences.length > 0) {
    const changed = await client.changeDistribution(
      callOptionsFor(effects, KIND),
      found.id,
      (config) =>
        overlaid(config, distributionConfig(effects.context, String(config.CallerReference))),
    );
    if (changed === undefined)
      throw new LiveOriginError({
        code: "DISTRIBUTION_GONE",
        message: `Distribution ${found.id} was deleted before it could be changed.`,
        hint: "Run the same command again: it makes a new one.",
        resource: KIND,
      });
  }
  await effects.persist({ ids: distributionIds(found) });
}

/** A CallerReference that was used before is the sign of a lost answer: the distribution exists, and is ours. */
async function createAnew(
  effects: Effects,
  client: CloudFrontClient,
  pollMs: number,
): Promise<Distribution> {
  const { context, clock, signal, emit } = effects;
  const callOptions = callOptionsFor(effects, KIND);
  const token = await writeAheadToken(effects, buildDistribution(context, ""));
  const made = await client.createDistribution(callOptions, buildDistribution(context, token));
  if (made !== "exists") return made;
  const listed = await poll(
    { clock, signal, emit, resource: KIND },
    {
      until: "the distribution to be listed",
      everyMs: pollMs,
      deadlineMs: LISTED_DEADLINE_MS,
      read: () => findMade(client, effects, token),
      done: (found) => found !== undefined,
      describe: () => "not listed yet",
      hint: "Run the same command again.",
    },
  );
  return answered(listed, "the distribution");
}

async function findMade(
  client: CloudFrontClient,
  effects: Effects,
  token: string,
): Promise<Distribution | undefined> {
  const recorded = {
    status: "creating",
    ownership: "ours",
    ids: {},
    token: { value: token, bodyHash: "" },
    changedAt: "",
  } as const;
  const found = await findDistribution({
    client,
    callOptions: callOptionsFor(effects, KIND),
    context: effects.context,
    recorded,
  });
  return found.is === "ours" ? found.found : undefined;
}

function referenceOf({ config }: Distribution): string {
  return String(config.CallerReference);
}
