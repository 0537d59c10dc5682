import type {
  CreateFunctionRequest,
  FunctionConfig,
  UpdateFunctionRequest,
} from "@aws-sdk/client-cloudfront";
import type { PlanContext } from "../../core/engine/resource.ts";
import { functionName, stackComment } from "../../config/names.ts";
import { stackIdentity } from "../stack-identity.ts";
import { edgeMasterCode } from "./edge-master.ts";
import { tagItems } from "./tag-items.ts";

/** The edge master as a function; it takes part only after PublishFunction. Throws EDGE_MASTER_TOO_LARGE. Pure. */
export function buildFunction(scope: PlanContext): CreateFunctionRequest {
  return {
    Name: functionName(stackIdentity(scope)),
    FunctionConfig: functionConfig(scope),
    FunctionCode: functionCode(scope),
    Tags: tagItems(scope),
  };
}

/** The same with another code. Throws EDGE_MASTER_TOO_LARGE. Pure. */
export function buildUpdateFunction(scope: PlanContext, etag: string): UpdateFunctionRequest {
  return {
    Name: functionName(stackIdentity(scope)),
    IfMatch: etag,
    FunctionConfig: functionConfig(scope),
    FunctionCode: functionCode(scope),
  };
}

function functionConfig(scope: PlanContext): FunctionConfig {
  return { Comment: stackComment(stackIdentity(scope)), Runtime: "cloudfront-js-2.0" };
}

function functionCode(scope: PlanContext): Uint8Array {
  return new TextEncoder().encode(edgeMasterCode(scope.spec));
}
