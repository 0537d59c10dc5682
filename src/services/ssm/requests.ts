import type { DeleteParameterRequest, PutParameterRequest } from "@aws-sdk/client-ssm";
import type { PlanContext } from "../../core/engine/resource.ts";
import { parameterName, stackTags } from "../../config/names.ts";
import type { Sealed } from "../../config/secret.ts";
import { stackIdentity } from "../stack-identity.ts";

/** The parameter's name: what the state says, else what it will be. */
export function parameterNameOf(context: PlanContext): string {
  return context.resources.parameter?.ids["name"] ?? parameterName(stackIdentity(context));
}

/**
 * PutParameter that creates: with tags and without Overwrite, because the service refuses both together; an existing
 * parameter is then an answer. Standard tier, whose values are at most 4 KB (SSM API model).
 */
export function buildCreateParameter(context: PlanContext): Sealed<PutParameterRequest> {
  return { ...parameter(context), Tags: parameterTags(context) };
}

/** PutParameter that rewrites: with Overwrite and without tags. */
export function buildRewriteParameter(context: PlanContext): Sealed<PutParameterRequest> {
  return { ...parameter(context), Overwrite: true };
}

/** DeleteParameter. */
export function buildDeleteParameter(context: PlanContext): DeleteParameterRequest {
  return { Name: parameterNameOf(context) };
}

function parameter(context: PlanContext): Sealed<PutParameterRequest> {
  return {
    Name: parameterNameOf(context),
    Description: `Momento key of the encoder, live-origin stack ${context.spec.name}`,
    Value: context.secrets.encoderKey,
    Type: "SecureString",
    Tier: "Standard",
  };
}

function parameterTags(context: PlanContext): { Key: string; Value: string }[] {
  return Object.entries(stackTags(stackIdentity(context))).map(([Key, Value]) => ({ Key, Value }));
}
