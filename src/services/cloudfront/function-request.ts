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

/** The edge master as a function; it takes part only after PublishFunction. Throws EDGE_MASTER_TOO_LARGE. */
export function buildFunction(context: PlanContext): CreateFunctionRequest {
  return {
    Name: functionName(stackIdentity(context)),
    FunctionConfig: functionConfig(context),
    FunctionCode: functionCode(context),
    Tags: tagItems(context),
  };
}

/** The same with another code. Throws EDGE_MASTER_TOO_LARGE. */
export function buildUpdateFunction(context: PlanContext, etag: string): UpdateFunctionRequest {
  return {
    Name: functionName(stackIdentity(context)),
    IfMatch: etag,
    FunctionConfig: functionConfig(context),
    FunctionCode: functionCode(context),
  };
}

function functionConfig(context: PlanContext): FunctionConfig {
  return { Comment: stackComment(stackIdentity(context)), Runtime: "cloudfront-js-2.0" };
}

function functionCode(context: PlanContext): Uint8Array {
  return new TextEncoder().encode(edgeMasterCode(context.spec));
}
