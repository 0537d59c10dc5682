import type { DeleteParameterRequest, PutParameterRequest } from "@aws-sdk/client-ssm";
import type { PlanContext } from "../../core/engine/resource.ts";
import { parameterName, stackTags } from "../../config/names.ts";
import type { Sealed } from "../../config/secret.ts";
import { stackIdentity } from "../stack-identity.ts";

/** The parameter's name: what the state says, else what it will be. Pure. */
export function parameterNameOf(scope: PlanContext): string {
  return scope.rows.parameter?.ids["name"] ?? parameterName(stackIdentity(scope));
}

/**
 * PutParameter that creates: with tags and without Overwrite, because the service refuses both together; an existing
 * parameter is then an answer. Standard tier, whose values are at most 4 KB (SSM API model). Pure.
 */
export function buildCreateParameter(scope: PlanContext): Sealed<PutParameterRequest> {
  return { ...parameter(scope), Tags: parameterTags(scope) };
}

/** PutParameter that rewrites: with Overwrite and without tags. Pure. */
export function buildRewriteParameter(scope: PlanContext): Sealed<PutParameterRequest> {
  return { ...parameter(scope), Overwrite: true };
}

/** DeleteParameter. Pure. */
export function buildDeleteParameter(scope: PlanContext): DeleteParameterRequest {
  return { Name: parameterNameOf(scope) };
}

function parameter(scope: PlanContext): Sealed<PutParameterRequest> {
  return {
    Name: parameterNameOf(scope),
    Description: `Momento key of the encoder, live-origin stack ${scope.spec.name}`,
    Value: scope.secrets.encoderKey,
    Type: "SecureString",
    Tier: "Standard",
  };
}

function parameterTags(scope: PlanContext): { Key: string; Value: string }[] {
  return Object.entries(stackTags(stackIdentity(scope))).map(([Key, Value]) => ({ Key, Value }));
}
