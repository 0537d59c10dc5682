import type { DistributionConfig, Origin } from "@aws-sdk/client-cloudfront";
import { Secret, type Sealed } from "../../config/secret.ts";

/** A configuration as it may travel through our program: the values of origin headers carry a key and are sealed at the door. */
export function sealDistribution(config: DistributionConfig): Sealed<DistributionConfig> {
  const origins = config.Origins;
  if (origins === undefined) return config;
  return { ...config, Origins: { ...origins, Items: (origins.Items ?? []).map(sealOrigin) } };
}

function sealOrigin(origin: Origin): Sealed<Origin> {
  const headers = origin.CustomHeaders;
  if (headers === undefined) return origin;
  return {
    ...origin,
    CustomHeaders: {
      ...headers,
      Items: (headers.Items ?? []).map(({ HeaderName, HeaderValue }) => ({
        HeaderName,
        HeaderValue: HeaderValue === undefined ? undefined : Secret.of(HeaderValue),
      })),
    },
  };
}

/** The player key that a distribution carries, for a state that lost it; undefined when it carries none. */
export function playerKeyOf({
  Origins,
}: Pick<Sealed<DistributionConfig>, "Origins">): Secret | undefined {
  const headers = Origins?.Items?.[0]?.CustomHeaders?.Items ?? [];
  const value = headers.find(
    ({ HeaderName }) => String(HeaderName).toLowerCase() === "authorization",
  )?.HeaderValue;
  return value instanceof Secret ? value : undefined;
}
