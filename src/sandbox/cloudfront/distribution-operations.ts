import { noContent, xmlAnswer } from "./answer.ts";
import type { References } from "./check/check-behaviors.ts";
import { checkDistribution } from "./check/check-distribution.ts";
import {
  configWithTagsShape,
  type DistributionConfig,
  distributionConfigShape,
  distributionListShape,
  distributionShape,
} from "./shapes/distribution-shape.ts";
import type { Distribution, Distributions } from "./distributions.ts";
import type { Operation } from "./operation.ts";
import { listMembers, pageOf } from "./page.ts";
import { readXml } from "./read-xml.ts";
import { refusal } from "./refusal.ts";
import { type Tags, withTags } from "./tags.ts";
import { checkIfMatch, etagOf } from "./version.ts";

/** Create, get, list, update and delete of distributions. */
export function distributionOperations({
  distributions,
  references,
  arnOf,
  invalidationsInProgress,
}: {
  readonly distributions: Distributions;
  readonly references: References;
  readonly arnOf: (id: string) => string;
  readonly invalidationsInProgress: (id: string) => number;
}): readonly Operation[] {
  const create = async (config: DistributionConfig, tags: Tags) => {
    checkDistribution(config, references);
    const distribution = await distributions.create(config, tags);
    const Location = `https://cloudfront.amazonaws.com/2020-05-31/distribution/${distribution.id}`;
    return show(201, distribution, { Location });
  };
  const show = (
    status: number,
    distribution: Distribution,
    headers: Readonly<Record<string, string>> = {},
  ) =>
    xmlAnswer({
      status,
      root: "Distribution",
      shape: distributionShape,
      value: {
        Id: distribution.id,
        ARN: distribution.arn,
        Status: distribution.status,
        LastModifiedTime: distribution.modifiedAt,
        InProgressInvalidationBatches: invalidationsInProgress(distribution.id),
        DomainName: distribution.edge.domainName,
        ActiveTrustedSigners: { Enabled: false, Quantity: 0 },
        ActiveTrustedKeyGroups: { Enabled: false, Quantity: 0 },
        DistributionConfig: distribution.config,
      },
      headers: { ETag: etagOf(distribution.versions), ...headers },
    });
  const any = () => arnOf("*");
  const named = {
    path: "distribution/{Id}",
    resource: (param: (name: string) => string) => arnOf(param("Id")),
  };
  return [
    {
      name: "CreateDistribution",
      method: "POST",
      path: "distribution",
      resource: any,
      answer: ({ request }) =>
        create(readXml(request.body, "DistributionConfig", distributionConfigShape), {}),
    },
    {
      name: "CreateDistributionWithTags",
      method: "POST",
      path: "distribution",
      query: "WithTags",
      alsoNeeds: ["cloudfront:TagResource"],
      resource: any,
      answer: ({ request }) => {
        const body = readXml(request.body, "DistributionConfigWithTags", configWithTagsShape);
        return create(body.DistributionConfig, withTags({}, body.Tags));
      },
    },
    {
      ...named,
      name: "GetDistribution",
      method: "GET",
      answer: ({ param }) => show(200, distributions.get(param("Id"))),
    },
    {
      ...named,
      name: "GetDistributionConfig",
      method: "GET",
      path: "distribution/{Id}/config",
      answer: ({ param }) => {
        const { config, versions } = distributions.get(param("Id"));
        const ETag = etagOf(versions);
        return xmlAnswer({
          status: 200,
          root: "DistributionConfig",
          shape: distributionConfigShape,
          value: config,
          headers: { ETag },
        });
      },
    },
    {
      ...named,
      name: "UpdateDistribution",
      method: "PUT",
      path: "distribution/{Id}/config",
      answer: ({ param, request, ifMatch }) => {
        const distribution = distributions.get(param("Id"));
        const config = readXml(request.body, "DistributionConfig", distributionConfigShape);
        checkIfMatch(distribution.versions, ifMatch);
        if (config.CallerReference !== distribution.config.CallerReference)
          throw refusal(
            "IllegalUpdate",
            "The update contains modifications that are not allowed: CallerReference cannot be changed.",
          );
        checkDistribution(config, references);
        distributions.update(distribution, config);
        return show(200, distribution);
      },
    },
    {
      ...named,
      name: "DeleteDistribution",
      method: "DELETE",
      answer: async ({ param, ifMatch }) => {
        const distribution = distributions.get(param("Id"));
        checkIfMatch(distribution.versions, ifMatch);
        await distributions.remove(distribution);
        return noContent();
      },
    },
    {
      name: "ListDistributions",
      method: "GET",
      path: "distribution",
      resource: any,
      answer: ({ request }) => {
        const page = pageOf(distributions.all(), ({ id }) => id, request);
        return xmlAnswer({
          status: 200,
          root: "DistributionList",
          shape: distributionListShape,
          value: {
            Marker: page.marker,
            IsTruncated: page.nextMarker !== undefined,
            ...listMembers(page, summaryOf),
          },
        });
      },
    },
  ];
}

function summaryOf(distribution: Distribution): Readonly<Record<string, unknown>> {
  return {
    ...distribution.config,
    Id: distribution.id,
    ARN: distribution.arn,
    ETag: etagOf(distribution.versions),
    Status: distribution.status,
    LastModifiedTime: distribution.modifiedAt,
    DomainName: distribution.edge.domainName,
  };
}
