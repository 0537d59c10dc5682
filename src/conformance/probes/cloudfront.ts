import type { WireAnswer } from "../../services/aws/wire-client.ts";
import type { Lab, Probe, StackLab } from "../probe.ts";
import { statusText } from "../status-text.ts";
import { type ReadRow, readsOf, type WriteRow, writesOf } from "./from-rows.ts";

const VERSION = "/2020-05-31";
const XML = { "content-type": "application/xml" };
const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const FUNCTION = "live-origin-conformance-probe";

type Sent = { readonly method?: string; readonly body?: string; readonly etag?: string };
const ask = (lab: Lab, path: string, { method, body, etag }: Sent = {}): Promise<WireAnswer> =>
  lab.aws({
    service: "cloudfront",
    path: `${VERSION}/${path}`,
    headers: { ...XML, ...(etag === undefined ? {} : { "if-match": etag }) },
    ...(method === undefined ? {} : { method }),
    ...(body === undefined ? {} : { body }),
  });

/** The stack's distribution with its XML spoiled; if it is taken, it is put back as it was. */
const spoiled = async (
  lab: StackLab,
  spoil: (xml: string) => string,
  etagOf: (etag: string) => string | undefined = (etag) => etag,
): Promise<string> => {
  const path = `distribution/${lab.distributionId}/config`;
  const before = await ask(lab, path);
  const etag = etagOf(before.headers.get("etag") ?? "");
  const put = { method: "PUT", body: spoil(before.body), ...(etag === undefined ? {} : { etag }) };
  const answer = await ask(lab, path, put);
  const now = answer.headers.get("etag");
  if (answer.status < 300 && now !== null)
    await ask(lab, path, { method: "PUT", body: before.body, etag: now });
  return statusText(answer);
};
const origin = (xml: string, part: RegExp, by: string): string => xml.replace(part, by);

const code = (text: string): string =>
  `<CreateFunctionRequest xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Name>${FUNCTION}</Name><FunctionConfig><Comment></Comment><Runtime>cloudfront-js-2.0</Runtime></FunctionConfig><FunctionCode>${Buffer.from(text).toString("base64")}</FunctionCode></CreateFunctionRequest>`;
const withFunction = async (
  lab: Lab,
  text: string,
  then: (etag: string) => Promise<string>,
): Promise<string> => {
  const made = await ask(lab, "function", { method: "POST", body: code(text) });
  if (made.status >= 300) return statusText(made);
  const etag = made.headers.get("etag") ?? "";
  try {
    return await then(etag);
  } finally {
    await ask(lab, `function/${FUNCTION}`, { method: "DELETE", etag });
  }
};

/** Deletes what a run left that was killed in between. */
export async function sweepFunction(lab: Lab): Promise<void> {
  const { status, headers } = await ask(lab, `function/${FUNCTION}/describe`);
  const etag = headers.get("etag") ?? "";
  if (status === 200) await ask(lab, `function/${FUNCTION}`, { method: "DELETE", etag });
}

const READS: readonly ReadRow[] = [
  [
    "unknown",
    "GetDistribution of none",
    "404 NoSuchDistribution",
    async (lab) => statusText(await ask(lab, "distribution/ENOTHERE0000000")),
    "model",
  ],
  [
    "unknown-function",
    "DescribeFunction of none",
    "404 NoSuchFunctionExists",
    async (lab) => statusText(await ask(lab, `function/${FUNCTION}/describe`)),
    "model",
  ],
  [
    "caching-disabled",
    "MinTTL, DefaultTTL, MaxTTL of CachingDisabled",
    "0, 0, 0",
    async (lab) => {
      const { body } = await ask(lab, `cache-policy/${CACHING_DISABLED}`);
      return ["MinTTL", "DefaultTTL", "MaxTTL"]
        .map((name) => new RegExp(`<${name}>(\\d+)`).exec(body)?.[1] ?? "none")
        .join(", ");
    },
    "guide",
  ],
];

const WRITES: readonly WriteRow[] = [
  [
    "reference",
    "CreateDistribution with a CallerReference that is used",
    "409 DistributionAlreadyExists",
    async (lab) =>
      statusText(
        await ask(lab, "distribution", {
          method: "POST",
          body: (await ask(lab, `distribution/${lab.distributionId}/config`)).body,
        }),
      ),
    "reference",
  ],
  [
    "delete-enabled",
    "DeleteDistribution of an enabled one",
    "409 DistributionNotDisabled",
    async (lab) =>
      statusText(
        await ask(lab, `distribution/${lab.distributionId}`, {
          method: "DELETE",
          etag: (await ask(lab, `distribution/${lab.distributionId}`)).headers.get("etag") ?? "",
        }),
      ),
    "reference",
  ],
  [
    "no-if-match",
    "UpdateDistribution without If-Match",
    "400 InvalidIfMatchVersion",
    (lab) =>
      spoiled(
        lab,
        (xml) => xml,
        () => undefined,
      ),
    "reference",
  ],
  [
    "unknown-if-match",
    "If-Match with a version that never was",
    "400 InvalidIfMatchVersion",
    (lab) =>
      spoiled(
        lab,
        (xml) => xml,
        () => "ENEVERWAS00000",
      ),
  ],
  [
    "caller-reference",
    "UpdateDistribution with another CallerReference",
    "400 IllegalUpdate",
    (lab) => spoiled(lab, (xml) => xml.replace(/(<CallerReference>)[^<]*/, "$1another")),
    "reference",
  ],
  [
    "no-origin",
    "a behavior whose origin does not exist",
    "404 NoSuchOrigin",
    (lab) => spoiled(lab, (xml) => xml.replace(/(<TargetOriginId>)[^<]*/, "$1nobody")),
    "model",
  ],
  [
    "no-policy",
    "a cache policy that does not exist",
    "404 NoSuchCachePolicy",
    (lab) =>
      spoiled(lab, (xml) =>
        xml.replace(/(<CachePolicyId>)[^<]*/, "$100000000-0000-0000-0000-000000000000"),
      ),
    "model",
  ],
  [
    "header",
    "an origin header that CloudFront keeps for itself",
    "400 InvalidArgument",
    (lab) => spoiled(lab, (xml) => xml.replace(/(<HeaderName>)[^<]*/, "$1Range")),
    "guide",
  ],
  [
    "path",
    "an origin path that ends with a slash",
    "400 InvalidArgument",
    (lab) => spoiled(lab, (xml) => origin(xml, /(<OriginPath>[^<]*)/, "$1/")),
    "guide",
  ],
  [
    "quantity",
    "a Quantity that does not fit its items",
    "400 InconsistentQuantities",
    (lab) => spoiled(lab, (xml) => xml.replace(/(<Origins><Quantity>)\d+/, "$17")),
    "model",
  ],
  [
    "function-syntax",
    "PublishFunction of code that does not parse",
    "400 InvalidArgument",
    (lab) =>
      withFunction(lab, "function handler(event) { return", async (etag) =>
        statusText(await ask(lab, `function/${FUNCTION}/publish`, { method: "POST", etag })),
      ),
  ],
  [
    "function-size",
    "CreateFunction of 10,241 bytes",
    "413 FunctionSizeLimitExceeded",
    (lab) => withFunction(lab, `//${"x".repeat(10_239)}`, () => Promise.resolve("201")),
    "quotas",
  ],
];

/** What CloudFront's control plane refuses, and how. */
export const CLOUDFRONT_PROBES: readonly Probe[] = [
  ...readsOf("cloudfront", READS),
  ...writesOf("cloudfront", WRITES),
];
