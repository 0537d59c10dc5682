import { createHash } from "node:crypto";
import type { AccountRegion } from "../aws-scope.ts";
import { callerArn } from "../caller.ts";
import type { JsonRecord } from "../json.ts";
import { parameterArn, type Parameter } from "./parameter.ts";

/** A parameter as GetParameter answers it; a SecureString shows its value only `decrypted`. */
export function parameterView(
  parameter: Parameter,
  scope: AccountRegion,
  decrypted: boolean,
): JsonRecord {
  const { name, type, value, version, modifiedAt } = parameter;
  return {
    ARN: parameterArn(scope.region, scope.account, name),
    DataType: "text",
    LastModifiedDate: modifiedAt / 1000,
    Name: name,
    Type: type,
    Value: type === "SecureString" && !decrypted ? ciphertext(name, version) : value,
    Version: version,
  };
}

/** A parameter as DescribeParameters answers it: never with its value. */
export function metadataView(parameter: Parameter, scope: AccountRegion): JsonRecord {
  const { name, type, version, modifiedAt, description, tier } = parameter;
  return {
    ARN: parameterArn(scope.region, scope.account, name),
    DataType: "text",
    ...(description === undefined ? {} : { Description: description }),
    ...(type === "SecureString" ? { KeyId: "alias/aws/ssm" } : {}),
    LastModifiedDate: modifiedAt / 1000,
    LastModifiedUser: callerArn(scope.account),
    Name: name,
    Policies: [],
    Tier: tier,
    Type: type,
    Version: version,
  };
}

/** Looks like the output of KMS and holds nothing of the value. */
function ciphertext(name: string, version: number): string {
  return `AQICAH${createHash("sha512").update(`${name}:${version}`).digest("base64")}`;
}
