import {
  blob,
  counted,
  type Decoded,
  filled,
  integer,
  list,
  oneOf,
  optional,
  required,
  structure,
  text,
  time,
} from "./shape.ts";
import { tagsShape } from "./tag-shape.ts";

const stage = oneOf("DEVELOPMENT", "LIVE");

const functionConfigShape = structure({
  Comment: required(text),
  Runtime: required(oneOf("cloudfront-js-1.0", "cloudfront-js-2.0")),
  KeyValueStoreAssociations: filled(
    counted("KeyValueStoreAssociation", structure({ KeyValueStoreARN: required(text) })),
    { Quantity: 0 },
  ),
});

export type FunctionConfig = Decoded<typeof functionConfigShape>;

/** Name: 1–64 letters, digits, hyphens and underscores; code: at most 40,960 bytes in the model. */
export const createFunctionShape = structure({
  Name: required({ kind: "text", pattern: /^[a-zA-Z0-9-_]{1,64}$/ }),
  FunctionConfig: required(functionConfigShape),
  FunctionCode: required(blob),
  Tags: filled(tagsShape, {}),
});

export const updateFunctionShape = structure({
  FunctionConfig: required(functionConfigShape),
  FunctionCode: required(blob),
});

export const testFunctionShape = structure({
  Stage: filled(stage, "DEVELOPMENT"),
  EventObject: required(blob),
});

export const functionSummaryShape = structure({
  Name: required(text),
  Status: optional(text),
  FunctionConfig: required(functionConfigShape),
  FunctionMetadata: required(
    structure({
      FunctionARN: required(text),
      Stage: required(stage),
      CreatedTime: required(time),
      LastModifiedTime: required(time),
    }),
  ),
});

export const functionListShape = structure({
  NextMarker: optional(text),
  MaxItems: required(integer),
  Quantity: required(integer),
  Items: optional(list("FunctionSummary", functionSummaryShape)),
});

export const testResultShape = structure({
  FunctionSummary: required(functionSummaryShape),
  ComputeUtilization: required(text),
  FunctionExecutionLogs: required(list("member", text)),
  FunctionErrorMessage: required(text),
  FunctionOutput: required(text),
});
