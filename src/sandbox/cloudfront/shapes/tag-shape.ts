import { list, optional, required, structure, text } from "./shape.ts";

const tag = structure({ Key: required(text), Value: optional(text) });

/** `{Items: [{Key, Value}]}`; key 1–128 and value 0–256 characters (CloudFront API model). */
export const tagsShape = structure({ Items: optional(list("Tag", tag)) });

/** The body of UntagResource. */
export const tagKeysShape = structure({ Items: optional(list("Key", text)) });
