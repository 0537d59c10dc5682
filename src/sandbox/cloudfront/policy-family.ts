import type { WireRequest } from "../wire.ts";
import type { World } from "../world.ts";
import { noContent, xmlAnswer } from "./answer.ts";
import { uuid } from "./ids.ts";
import type { Operation } from "./operation.ts";
import { listMembers, pageOf } from "./page.ts";
import { readXml } from "./read-xml.ts";
import { refusal, wordsOf } from "./refusal.ts";
import {
  integer,
  list,
  oneOf,
  optional,
  required,
  type Shape,
  structure,
  text,
  time,
} from "./shapes/shape.ts";
import { checkIfMatch, etagOf, firstVersion, nextVersion, type Versions } from "./version.ts";

type Named = { readonly Name: string; readonly Comment: string };
type Policy<C> = {
  readonly id: string;
  readonly type: "managed" | "custom";
  readonly config: C;
  readonly versions: Versions;
  readonly modifiedAt: number;
};

type FamilyTraits<C extends Named> = {
  /** `CachePolicy`: the element, and the stem of the error codes. */
  readonly kind: string;
  readonly plural: string;
  /** `cache-policy` */
  readonly path: string;
  readonly configShape: Shape;
  readonly managed: Readonly<Record<string, C>>;
  /** Custom policies per account (CloudFront quotas). */
  readonly mostCustom: number;
  /** Fills in defaults that depend on each other and throws for what the service does not accept. */
  readonly complete: (config: C) => C;
  readonly isInUse: (id: string) => boolean;
  /** Called after an update, which reaches the edges of the distributions that use the policy. */
  readonly onUpdate: () => void;
};

type PolicyFamily<C extends Named> = {
  readonly operations: readonly Operation[];
  readonly find: (id: string) => C | undefined;
  /** The policies that the account made. */
  custom(): readonly { readonly id: string; readonly config: C }[];
};

/** When the managed policies were last modified: a fixed date, as they are older than any account's resources. */
const MANAGED_SINCE = Date.UTC(2022, 5, 1);

/** Cache, origin request and response headers policies work the same way: this is all of it but their settings. */
export function createPolicyFamily<C extends Named>(
  world: World,
  traits: FamilyTraits<C>,
): PolicyFamily<C> {
  const { kind, path, configShape } = traits;
  const words = wordsOf(kind);
  const shape = structure({
    Id: required(text),
    LastModifiedTime: required(time),
    [`${kind}Config`]: required(configShape),
  });
  const summary = structure({
    Type: required(oneOf("managed", "custom")),
    [kind]: required(shape),
  });
  const listShape = structure({
    NextMarker: optional(text),
    MaxItems: required(integer),
    Quantity: required(integer),
    Items: optional(list(`${kind}Summary`, summary)),
  });
  const policies = new Map<string, Policy<C>>();
  for (const [id, config] of Object.entries(traits.managed))
    policies.set(id, {
      id,
      type: "managed",
      config,
      versions: firstVersion(),
      modifiedAt: MANAGED_SINCE,
    });

  const get = (id: string): Policy<C> => {
    const policy = policies.get(id);
    if (policy === undefined) throw refusal(`NoSuch${kind}`, `The ${words} does not exist: ${id}`);
    return policy;
  };
  const body = (policy: Policy<C>) => ({
    Id: policy.id,
    LastModifiedTime: policy.modifiedAt,
    [`${kind}Config`]: policy.config,
  });
  const show = (
    status: number,
    policy: Policy<C>,
    headers: Readonly<Record<string, string>> = {},
  ) =>
    xmlAnswer({
      status,
      root: kind,
      shape,
      value: body(policy),
      headers: { ETag: etagOf(policy.versions), ...headers },
    });
  const read = (request: WireRequest, id?: string): C => {
    const config = traits.complete(readXml(request.body, `${kind}Config`, configShape) as C);
    const twin = [...policies.values()].find((one) => one.config.Name === config.Name);
    if (twin !== undefined && twin.id !== id)
      throw refusal(
        `${kind}AlreadyExists`,
        `${words.startsWith("o") ? "An" : "A"} ${words} with this name already exists. You must provide a unique name. To modify an existing ${words}, use Update${kind}.`,
      );
    return config;
  };
  const arn = (id: string): string => `arn:aws:cloudfront::${world.account}:${path}/${id}`;
  const named = {
    path: `${path}/{Id}`,
    resource: (param: (name: string) => string) => arn(param("Id")),
  };
  const custom = () => [...policies.values()].filter(({ type }) => type === "custom");

  const operations: readonly Operation[] = [
    {
      name: `Create${kind}`,
      method: "POST",
      path,
      answer: ({ request }) => {
        const config = read(request);
        if (custom().length >= traits.mostCustom)
          throw refusal(
            `TooMany${traits.plural}`,
            `You have reached the maximum number of ${words.replace(/y$/, "ies")} for this AWS account.`,
          );
        const policy: Policy<C> = {
          id: uuid(world.ids),
          type: "custom",
          config,
          versions: firstVersion(),
          modifiedAt: world.clock.now(),
        };
        policies.set(policy.id, policy);
        return show(201, policy, {
          Location: `https://cloudfront.amazonaws.com/2020-05-31/${path}/${policy.id}`,
        });
      },
    },
    {
      ...named,
      name: `Get${kind}`,
      method: "GET",
      answer: ({ param }) => show(200, get(param("Id"))),
    },
    {
      ...named,
      name: `Get${kind}Config`,
      method: "GET",
      path: `${path}/{Id}/config`,
      answer: ({ param }) => {
        const { config, versions } = get(param("Id"));
        return xmlAnswer({
          status: 200,
          root: `${kind}Config`,
          shape: configShape,
          value: config,
          headers: { ETag: etagOf(versions) },
        });
      },
    },
    {
      ...named,
      name: `Update${kind}`,
      method: "PUT",
      answer: ({ param, request, ifMatch }) => {
        const policy = get(param("Id"));
        if (policy.type === "managed")
          throw refusal("IllegalUpdate", "The update contains modifications that are not allowed.");
        checkIfMatch(policy.versions, ifMatch);
        const updated: Policy<C> = {
          ...policy,
          config: read(request, policy.id),
          versions: nextVersion(policy.versions),
          modifiedAt: world.clock.now(),
        };
        policies.set(policy.id, updated);
        traits.onUpdate();
        return show(200, updated);
      },
    },
    {
      ...named,
      name: `Delete${kind}`,
      method: "DELETE",
      answer: ({ param, ifMatch }) => {
        const policy = get(param("Id"));
        if (policy.type === "managed")
          throw refusal("IllegalDelete", "Deletion is not allowed for this entity.");
        checkIfMatch(policy.versions, ifMatch);
        if (traits.isInUse(policy.id))
          throw refusal(
            `${kind}InUse`,
            `Cannot delete the ${words} because it is attached to one or more cache behaviors.`,
          );
        policies.delete(policy.id);
        return noContent();
      },
    },
    {
      name: `List${traits.plural}`,
      method: "GET",
      path,
      answer: ({ request }) => {
        const type = request.query.get("Type");
        if (type !== null && type !== "managed" && type !== "custom")
          throw refusal("InvalidArgument", "The parameter Type must be managed or custom.");
        const wanted = [...policies.values()].filter((one) => type === null || one.type === type);
        const page = pageOf(wanted, ({ id }) => id, request);
        return xmlAnswer({
          status: 200,
          root: `${kind}List`,
          shape: listShape,
          value: listMembers(page, (one) => ({ Type: one.type, [kind]: body(one) })),
        });
      },
    },
  ];
  return { operations, find: (id) => policies.get(id)?.config, custom };
}
