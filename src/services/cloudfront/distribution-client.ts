import {
  type CloudFrontClient as Sdk,
  CreateDistributionWithTagsCommand,
  DeleteDistributionCommand,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  ListDistributionsCommand,
  ListTagsForResourceCommand,
  UpdateDistributionCommand,
  type CreateDistributionWithTagsCommandInput,
  type Distribution as SdkDistribution,
  type DistributionConfig,
} from "@aws-sdk/client-cloudfront";
import { revealDeep } from "../../config/secret.ts";
import { allPages } from "../aws/all-pages.ts";
import { answered } from "../aws/answered.ts";
import { listOnce } from "../aws/list-once.ts";
import type { Distribution, DistributionCalls, DistributionSummary } from "./api.ts";
import type { Ask } from "./ask.ts";
import { sealDistribution } from "./sealed-distribution.ts";

/** What we ask of CloudFront about distributions. */
export function distributionCalls(client: Sdk, ask: Ask): DistributionCalls {
  const list = listOnce<DistributionSummary>(async (callOptions) => {
    const found = await allPages((Marker) =>
      ask.call(callOptions, "ListDistributions", async () => {
        const { DistributionList } = await client.send(new ListDistributionsCommand({ Marker }));
        return { items: DistributionList?.Items, next: DistributionList?.NextMarker };
      }),
    );
    return found.map(({ Id, ARN, Comment, Status, Staging }) => ({
      id: answered(Id, "a distribution's id"),
      arn: answered(ARN, "a distribution's ARN"),
      comment: Comment ?? "",
      status: Status ?? "",
      staging: Staging === true,
    }));
  });
  return {
    listDistributions: list.read,
    getDistribution: (callOptions, Id) =>
      ask.existing(callOptions, "GetDistribution", async () => {
        const { Distribution, ETag } = await client.send(new GetDistributionCommand({ Id }));
        return distributionOf(Distribution, ETag);
      }),
    tagsOf: async (callOptions, Resource) => {
      const answer = await ask.existing(callOptions, "ListTagsForResource", () =>
        client.send(new ListTagsForResourceCommand({ Resource })),
      );
      const tags = answer?.Tags?.Items ?? [];
      return Object.fromEntries(tags.map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
    },
    createDistribution: (callOptions, request) =>
      list.writing(() =>
        ask.unlessTaken(
          callOptions,
          { operation: "CreateDistributionWithTags", taken: "DistributionAlreadyExists" },
          async () => {
            const sent = revealDeep(request) as CreateDistributionWithTagsCommandInput;
            const { Distribution, ETag } = await client.send(
              new CreateDistributionWithTagsCommand(sent),
            );
            return distributionOf(Distribution, ETag);
          },
        ),
      ),
    changeDistribution: (callOptions, Id, change) =>
      ask.existing(callOptions, "UpdateDistribution", async () => {
        const now = await client.send(new GetDistributionConfigCommand({ Id }));
        const config = answered(now.DistributionConfig, "the distribution's configuration");
        const { Distribution, ETag } = await client.send(
          new UpdateDistributionCommand({
            Id,
            IfMatch: now.ETag,
            DistributionConfig: revealDeep(change(sealDistribution(config))) as DistributionConfig,
          }),
        );
        return distributionOf(Distribution, ETag);
      }),
    deleteDistribution: (callOptions, Id, IfMatch) =>
      list.writing(() =>
        ask.remove(callOptions, "DeleteDistribution", () =>
          client.send(new DeleteDistributionCommand({ Id, IfMatch })),
        ),
      ),
  };
}

function distributionOf(
  found: SdkDistribution | undefined,
  etag: string | undefined,
): Distribution {
  return {
    id: answered(found?.Id, "the distribution's id"),
    arn: answered(found?.ARN, "the distribution's ARN"),
    domain: answered(found?.DomainName, "the distribution's domain"),
    status: found?.Status ?? "",
    etag: answered(etag, "the distribution's ETag"),
    config: sealDistribution(answered(found?.DistributionConfig, "the configuration")),
  };
}
