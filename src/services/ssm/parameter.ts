import type { Call } from "../../core/engine/call.ts";
import type { Effects, Resource, PlanContext } from "../../core/engine/resource.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { callOptionsFor } from "../aws/call-options.ts";
import { fingerprint } from "../fingerprint.ts";
import type { SsmClient } from "./client.ts";
import {
  buildCreateParameter,
  buildDeleteParameter,
  buildRewriteParameter,
  parameterNameOf,
} from "./requests.ts";

/** The parameter as we look at it: of its value only the fingerprint. */
type FoundParameter = {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Undefined when it has no value (deleted since the look at its tags). */
  readonly fingerprint: string | undefined;
};

/**
 * The SecureString that holds the encoder key in parameter-store mode. Its value is read back and goes no further than its
 * fingerprint, because nothing else tells that another copy of these files wrote it. Owned by its stack tag.
 */
export function parameterResource(client: () => Promise<SsmClient>): Resource<FoundParameter> {
  return {
    kind: "parameter",
    dependsOn: ["encoderKey"],
    wanted: (spec) => spec.channel.encoderAuth === "parameter-store",
    observe: async (context, recorded, signal) => {
      // With url-token there is nothing to find unless the state knows of one, and no right to ask is needed.
      if (context.spec.channel.encoderAuth === "url-token" && recorded === undefined)
        return { is: "absent" };
      const name = parameterNameOf(context);
      const ssm = await client();
      const tags = await ssm.tags(name, { signal });
      if (tags === undefined) return { is: "absent" };
      if (tags["live-origin:stack"] !== context.stackId)
        return { is: "foreign", what: `the parameter ${name} ${owner(tags)}` };
      const value = await ssm.readParameter(name, { signal });
      return {
        is: "ours",
        found: { name, tags, fingerprint: value === undefined ? undefined : fingerprint(value) },
        ids: { name },
        status: "exists",
        ...(recorded === undefined ? { unrecorded: true as const } : {}),
      };
    },
    marks: {
      wanted: ({ secrets: { encoderKey } }) =>
        encoderKey.isKnown ? [{ path: "Value", value: fingerprint(encoderKey) }] : [],
      found: (found) =>
        found.fingerprint === undefined ? [] : [{ path: "Value", value: found.fingerprint }],
    },
    diff: (context, found, recorded) =>
      [found.fingerprint, recorded?.fingerprints?.["Value"]].every(
        (print) => print === fingerprint(context.secrets.encoderKey),
      )
        ? []
        : [{ path: "Value", from: "***", to: "***", effect: "update" }],
    calls: (context, { action }) => {
      if (action === "create" || action === "replace")
        return [call("PutParameter", buildCreateParameter(context))];
      if (action === "update") return [call("PutParameter", buildRewriteParameter(context))];
      return action === "delete" ? [call("DeleteParameter", buildDeleteParameter(context))] : [];
    },
    create: async (effects) => create(await client(), effects),
    update: async (effects) => rewrite(await client(), effects),
    remove: async (effects) => {
      const ssm = await client();
      await ssm.deleteParameter(
        buildDeleteParameter(effects.context),
        callOptionsFor(effects, "parameter"),
      );
    },
  };
}

async function create(ssm: SsmClient, effects: Effects): Promise<void> {
  const { context } = effects;
  const callOptions = callOptionsFor(effects, "parameter");
  const name = parameterNameOf(context);
  await effects.persist({ ids: { name } });
  if ((await ssm.putParameter(buildCreateParameter(context), callOptions)) === "put")
    return written(effects);
  const tags = await ssm.tags(name, callOptions);
  if (tags?.["live-origin:stack"] !== context.stackId)
    throw new LiveOriginError({
      code: "NOT_OURS",
      message: `The parameter ${name} ${owner(tags ?? {})}.`,
      hint: "Choose another --name, or delete the parameter if it is a leftover.",
      resource: "parameter",
    });
  await rewrite(ssm, effects);
}

async function rewrite(ssm: SsmClient, effects: Effects): Promise<void> {
  const callOptions = callOptionsFor(effects, "parameter");
  await ssm.putParameter(buildRewriteParameter(effects.context), callOptions);
  await written(effects);
}

async function written(effects: Effects): Promise<void> {
  const { context } = effects;
  await effects.persist({
    ids: { name: parameterNameOf(context), arn: arnOf(context) },
    fingerprints: { Value: fingerprint(context.secrets.encoderKey) },
  });
}

function arnOf(context: PlanContext): string {
  return `arn:aws:ssm:${context.spec.region}:${context.account}:parameter${parameterNameOf(context)}`;
}

function owner(tags: Readonly<Record<string, string>>): string {
  const stack = tags["live-origin:stack"];
  return stack === undefined
    ? "was made by somebody else (it has no live-origin tags)"
    : `belongs to stack ${stack}`;
}

function call(operation: string, input: unknown): Call {
  return { service: "ssm", operation, input };
}
