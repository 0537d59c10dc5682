import { cache } from "@gomomento/generated-types";
import type { DataPlane } from "./data-plane.ts";
import type { GrpcService, Rpc } from "./grpc.ts";
import type { KeyIssuer } from "./keys.ts";
import { bearerOf, cacheOf } from "./metadata.ts";
import { latin1 } from "./permissions.ts";
import { refusal } from "./refusals.ts";

const wire = cache.cache_client;
type Keyed = { readonly cache_key: Uint8Array };
type SetRequest = InstanceType<typeof wire._SetRequest>;
type SetIfRequest = InstanceType<typeof wire._SetIfRequest>;

/** Scs: the few data plane rpcs of the SDK that provisioning needs. */
export function createScsServices(keys: KeyIssuer, data: DataPlane): readonly GrpcService[] {
  const resource: Rpc<Keyed, unknown>["resource"] = ({ cache_key }, metadata) =>
    `${cacheOf(metadata)}/${Buffer.from(cache_key).toString()}`;
  const get: Rpc<Keyed, unknown> = {
    resource,
    answer({ cache_key }, metadata) {
      const grant = keys.grantOf(bearerOf(metadata));
      const body = data.get(grant, cacheOf(metadata), latin1(cache_key));
      return body === undefined
        ? new wire._GetResponse({ result: wire.ECacheResult.Miss })
        : new wire._GetResponse({ result: wire.ECacheResult.Hit, cache_body: body });
    },
  };
  const set: Rpc<SetRequest, unknown> = {
    resource,
    answer({ cache_key, cache_body, ttl_milliseconds }, metadata) {
      const grant = keys.grantOf(bearerOf(metadata));
      data.set(
        grant,
        { cache: cacheOf(metadata), key: latin1(cache_key) },
        { value: Buffer.from(cache_body), ttlMilliseconds: ttl_milliseconds },
      );
      return new wire._SetResponse({ result: wire.ECacheResult.Ok });
    },
  };
  const setIf: Rpc<SetIfRequest, unknown> = {
    resource,
    answer(request, metadata) {
      const { cache_key, cache_body, ttl_milliseconds } = request;
      const grant = keys.grantOf(bearerOf(metadata));
      const isStored = data.setIf(
        grant,
        { cache: cacheOf(metadata), key: latin1(cache_key) },
        {
          value: Buffer.from(cache_body),
          ttlMilliseconds: ttl_milliseconds,
          may: conditionOf(request),
        },
      );
      return isStored
        ? new wire._SetIfResponse({ stored: new wire._SetIfResponse._Stored() })
        : new wire._SetIfResponse({ not_stored: new wire._SetIfResponse._NotStored() });
    },
  };
  const unset: Rpc<Keyed, unknown> = {
    resource,
    answer({ cache_key }, metadata) {
      const grant = keys.grantOf(bearerOf(metadata));
      data.unset(grant, cacheOf(metadata), latin1(cache_key));
      return new wire._DeleteResponse();
    },
  };
  const ttl: Rpc<Keyed, unknown> = {
    resource,
    answer({ cache_key }, metadata) {
      const grant = keys.grantOf(bearerOf(metadata));
      const left = data.ttl(grant, cacheOf(metadata), latin1(cache_key));
      return left === undefined
        ? new wire._ItemGetTtlResponse({ missing: new wire._ItemGetTtlResponse._Missing() })
        : new wire._ItemGetTtlResponse({
            found: new wire._ItemGetTtlResponse._Found({ remaining_ttl_millis: left }),
          });
    },
  };
  return [
    {
      definition: wire.UnimplementedScsService.definition,
      rpcs: { Get: get, Set: set, SetIf: setIf, Delete: unset, ItemGetTtl: ttl },
    },
  ];
}

/** What must be so of the value that is there, undefined where there is none, for the new one to be stored. */
function conditionOf(request: SetIfRequest): (held: Buffer | undefined) => boolean {
  switch (request.condition) {
    case "absent":
      return (held) => held === undefined;
    case "present":
      return (held) => held !== undefined;
    case "equal":
      return (held) => held?.equals(request.equal.value_to_check) === true;
    case "not_equal":
      return (held) => held?.equals(request.not_equal.value_to_check) !== true;
    case "absent_or_equal":
      return (held) => held?.equals(request.absent_or_equal.value_to_check) !== false;
    case "present_and_not_equal":
      return (held) => held?.equals(request.present_and_not_equal.value_to_check) === false;
    case "none":
      throw refusal("INVALID_ARGUMENT", "SetIf needs a condition");
  }
}
