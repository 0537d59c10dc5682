import type { AccountQuotas } from "../account-quotas.ts";
import type { JsonRecord } from "../json.ts";
import { Refusal } from "../wire.ts";

/** CloudFront's quotas are for all regions together and told in one (AWS General Reference). */
const GLOBAL_REGION = "us-east-1";

type Line = {
  readonly QuotaCode: string;
  readonly QuotaName: string;
  readonly Value: number;
};

/** MediaLive's, with neighbours of like names. Their codes are ours: the user guide tells none. */
function mediaLive(quotas: AccountQuotas): readonly Line[] {
  return (
    [
      ["CDI Channels", 2],
      ["Channels", quotas.channels],
      ["Device Inputs", 100],
      ["HEVC Channels", 5],
      ["Input Security Groups", quotas.inputSecurityGroups],
      ["Multiplexes", 2],
      ["Pull Inputs", quotas.pullInputs],
      ["Push Inputs", quotas.pushInputs],
      ["Reservations", 50],
      ["UHD Channels", 1],
      ["VPC Push Inputs", 50],
    ] as const
  ).map(([QuotaName, Value], index) => ({
    QuotaCode: `L-5A0DB0${String(index + 10)}`,
    QuotaName,
    Value,
  }));
}

/** CloudFront's with the codes of its developer guide; its quota of functions is in no list of Service Quotas. */
function cloudFront(quotas: AccountQuotas): readonly Line[] {
  return [
    {
      QuotaCode: "L-7D134442",
      QuotaName: "Cache policies per AWS account",
      Value: quotas.cachePolicies,
    },
    {
      QuotaCode: "L-24B04930",
      QuotaName: "Web distributions per AWS account",
      Value: quotas.distributions,
    },
  ];
}

/**
 * What Service Quotas lists of a service in a region. Throws NoSuchResourceException for a service that it does not
 * list there.
 */
export function quotasOf(
  code: string,
  place: { readonly quotas: AccountQuotas; readonly region: string; readonly account: string },
): readonly (Line & JsonRecord)[] {
  const { quotas, region, account } = place;
  const isGlobal = code === "cloudfront";
  if (code !== "medialive" && !(isGlobal && region === GLOBAL_REGION))
    throw new Refusal({
      name: "NoSuchResourceException",
      status: 400,
      message: `The service ${code} has no quotas in ${region}.`,
    });
  return (isGlobal ? cloudFront(quotas) : mediaLive(quotas)).map((line) => ({
    ServiceCode: code,
    ServiceName: isGlobal ? "Amazon CloudFront" : "AWS Elemental MediaLive",
    QuotaArn: `arn:aws:servicequotas:${region}:${account}:${code}/${line.QuotaCode}`,
    ...line,
    Unit: "None",
    Adjustable: true,
    GlobalQuota: isGlobal,
    QuotaAppliedAtLevel: "ACCOUNT",
  }));
}
