import {
  boolean,
  counted,
  type Decoded,
  integer,
  list,
  optional,
  required,
  structure,
  text,
  time,
} from "./shape.ts";

export const invalidationBatchShape = structure({
  Paths: required(counted("Path", text)),
  CallerReference: required(text),
});

export type InvalidationBatch = Decoded<typeof invalidationBatchShape>;

export const invalidationShape = structure({
  Id: required(text),
  Status: required(text),
  CreateTime: required(time),
  InvalidationBatch: required(invalidationBatchShape),
});

export const invalidationListShape = structure({
  Marker: required(text),
  NextMarker: optional(text),
  MaxItems: required(integer),
  IsTruncated: required(boolean),
  Quantity: required(integer),
  Items: optional(
    list(
      "InvalidationSummary",
      structure({ Id: required(text), CreateTime: required(time), Status: required(text) }),
    ),
  ),
});
