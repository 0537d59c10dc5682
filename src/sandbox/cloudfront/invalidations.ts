import { transitionMs } from "../latency.ts";
import type { World } from "../world.ts";
import { xmlAnswer } from "./answer.ts";
import type { Distribution, Distributions } from "./distributions.ts";
import { capitalId } from "./ids.ts";
import {
  type InvalidationBatch,
  invalidationBatchShape,
  invalidationListShape,
  invalidationShape,
} from "./shapes/invalidation-shape.ts";
import type { Operation } from "./operation.ts";
import { listMembers, pageOf } from "./page.ts";
import { sleepUnlessClosing } from "./sleep-unless-closing.ts";
import { readXml } from "./read-xml.ts";
import { refusal } from "./refusal.ts";

type Invalidation = {
  readonly id: string;
  readonly batch: InvalidationBatch;
  readonly createdAt: number;
  status: "InProgress" | "Completed";
};

/** CloudFront quotas: paths and wildcard paths that may be under way at once. */
const MAX_PATHS = 3_000;
const MAX_WILDCARDS = 15;

/** Create, get and list of invalidations; each really empties the edge's cache when it completes. */
export function createInvalidations(
  world: World,
  distributions: Distributions,
  arnOf: (id: string) => string,
): {
  readonly operations: readonly Operation[];
  readonly inProgress: (distributionId: string) => number;
} {
  const known = new Map<string, Invalidation[]>();
  const of = (id: string): Invalidation[] => known.get(id) ?? [];
  const running = (id: string) => of(id).filter(({ status }) => status === "InProgress");

  const complete = async (distribution: Distribution, one: Invalidation): Promise<void> => {
    // Inferred: an invalidation reaches the edges about as fast as a published function.
    if (!(await sleepUnlessClosing(world, transitionMs(world, "function.deploying")))) return;
    distribution.edge.invalidate(one.batch.Paths.Items ?? []);
    one.status = "Completed";
  };
  const bodyOf = (one: Invalidation) => ({
    Id: one.id,
    Status: one.status,
    CreateTime: one.createdAt,
    InvalidationBatch: one.batch,
  });
  const path = "distribution/{DistributionId}/invalidation";
  const resource = (param: (name: string) => string) => arnOf(param("DistributionId"));

  const operations: readonly Operation[] = [
    {
      name: "CreateInvalidation",
      method: "POST",
      path,
      resource,
      answer: ({ param, request }) => {
        const distribution = distributions.get(param("DistributionId"));
        const batch = readXml(request.body, "InvalidationBatch", invalidationBatchShape);
        const twin = of(distribution.id).find(
          (one) => one.batch.CallerReference === batch.CallerReference,
        );
        if (twin === undefined) checkBatch(batch, running(distribution.id));
        else if (JSON.stringify(twin.batch) !== JSON.stringify(batch))
          throw refusal(
            "InvalidArgument",
            "Your request contains a caller reference that was used for a previous invalidation batch.",
          );
        const one: Invalidation = twin ?? {
          id: capitalId("I", world.ids),
          batch,
          createdAt: world.clock.now(),
          status: "InProgress",
        };
        const answer = xmlAnswer({
          status: 201,
          root: "Invalidation",
          shape: invalidationShape,
          value: bodyOf(one),
          headers: {
            Location: `https://cloudfront.amazonaws.com/2020-05-31/distribution/${distribution.id}/invalidation/${one.id}`,
          },
        });
        if (twin !== undefined) return answer;
        known.set(distribution.id, [one, ...of(distribution.id)]);
        void complete(distribution, one);
        return answer;
      },
    },
    {
      name: "GetInvalidation",
      method: "GET",
      path: `${path}/{Id}`,
      resource,
      answer: ({ param }) => {
        const distribution = distributions.get(param("DistributionId"));
        const one = of(distribution.id).find(({ id }) => id === param("Id"));
        if (one === undefined)
          throw refusal("NoSuchInvalidation", "The specified invalidation does not exist.");
        return xmlAnswer({
          status: 200,
          root: "Invalidation",
          shape: invalidationShape,
          value: bodyOf(one),
        });
      },
    },
    {
      name: "ListInvalidations",
      method: "GET",
      path,
      resource,
      answer: ({ param, request }) => {
        const { id: distributionId } = distributions.get(param("DistributionId"));
        const page = pageOf(of(distributionId), ({ id }) => id, request);
        return xmlAnswer({
          status: 200,
          root: "InvalidationList",
          shape: invalidationListShape,
          value: {
            Marker: page.marker,
            IsTruncated: page.nextMarker !== undefined,
            ...listMembers(page, (one) => ({
              Id: one.id,
              CreateTime: one.createdAt,
              Status: one.status,
            })),
          },
        });
      },
    },
  ];
  return { operations, inProgress: (id) => running(id).length };
}

function checkBatch(batch: InvalidationBatch, running: readonly Invalidation[]): void {
  const paths = batch.Paths.Items ?? [];
  if (paths.length === 0 || batch.CallerReference === "")
    throw refusal(
      "InvalidArgument",
      "An invalidation needs a caller reference and at least one path.",
    );
  const wrong = paths.find((one) => !/^\/[^\s]*$/.test(one) || one.slice(0, -1).includes("*"));
  if (wrong !== undefined)
    throw refusal(
      "InvalidArgument",
      `Your request contains one or more invalid invalidation paths: ${wrong}`,
    );
  const underWay = [...paths, ...running.flatMap((one) => one.batch.Paths.Items ?? [])];
  if (paths.length > MAX_PATHS)
    throw refusal("BatchTooLarge", `An invalidation can have at most ${MAX_PATHS} paths.`);
  if (
    underWay.length > MAX_PATHS ||
    underWay.filter((one) => one.endsWith("*")).length > MAX_WILDCARDS
  )
    throw refusal(
      "TooManyInvalidationsInProgress",
      `At most ${MAX_PATHS} paths, ${MAX_WILDCARDS} of them with a wildcard, can be under way.`,
    );
}
