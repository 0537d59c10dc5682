import {
  type CloudFrontClient as Sdk,
  CreateCachePolicyCommand,
  DeleteCachePolicyCommand,
  GetCachePolicyCommand,
  ListCachePoliciesCommand,
  UpdateCachePolicyCommand,
} from "@aws-sdk/client-cloudfront";
import { allPages } from "../aws/all-pages.ts";
import { answered } from "../aws/answered.ts";
import { listOnce } from "../aws/list-once.ts";
import type { CachePolicy, CachePolicyCalls } from "./api.ts";
import type { Ask } from "./ask.ts";

/** What we ask of CloudFront about cache policies. */
export function cachePolicyCalls(client: Sdk, ask: Ask): CachePolicyCalls {
  const getCachePolicy = async (Id: string): Promise<CachePolicy> => {
    const { CachePolicy, ETag } = await client.send(new GetCachePolicyCommand({ Id }));
    return {
      id: Id,
      etag: answered(ETag, "the cache policy's ETag"),
      config: answered(CachePolicy?.CachePolicyConfig, "the cache policy"),
    };
  };

  const list = listOnce<Omit<CachePolicy, "etag">>(async (callOptions) => {
    const found = await allPages((Marker) =>
      ask.call(callOptions, "ListCachePolicies", async () => {
        const { CachePolicyList } = await client.send(
          new ListCachePoliciesCommand({ Type: "custom", Marker }),
        );
        return { items: CachePolicyList?.Items, next: CachePolicyList?.NextMarker };
      }),
    );
    return found.map(({ CachePolicy }) => ({
      id: answered(CachePolicy?.Id, "a cache policy's id"),
      config: answered(CachePolicy?.CachePolicyConfig, "a cache policy"),
    }));
  });
  return {
    listCachePolicies: list.read,
    getCachePolicy: (callOptions, Id) =>
      ask.existing(callOptions, "GetCachePolicy", () => getCachePolicy(Id)),
    createCachePolicy: (callOptions, request) =>
      list.writing(() =>
        ask.unlessTaken(
          callOptions,
          { operation: "CreateCachePolicy", taken: "CachePolicyAlreadyExists" },
          async () => {
            const { CachePolicy, ETag } = await client.send(new CreateCachePolicyCommand(request));
            return {
              id: answered(CachePolicy?.Id, "the cache policy's id"),
              etag: answered(ETag, "the cache policy's ETag"),
              config: answered(CachePolicy?.CachePolicyConfig, "the cache policy"),
            };
          },
        ),
      ),
    updateCachePolicy: (callOptions, Id, CachePolicyConfig) =>
      list.writing(() =>
        ask.call(callOptions, "UpdateCachePolicy", async () => {
          const { etag } = await getCachePolicy(Id);
          await client.send(new UpdateCachePolicyCommand({ Id, IfMatch: etag, CachePolicyConfig }));
        }),
      ),
    deleteCachePolicy: (callOptions, Id) =>
      list.writing(() =>
        ask.remove(callOptions, "DeleteCachePolicy", async () => {
          const { etag } = await getCachePolicy(Id);
          return client.send(new DeleteCachePolicyCommand({ Id, IfMatch: etag }));
        }),
      ),
  };
}
