import { type Field, field } from "./field.ts";
import { USUAL_NAME } from "../names.ts";
import { DEFAULT_ACCOUNT_URL } from "../momento-endpoint.ts";

/** Fields that every command needs: the stack's name, its region and the origin. */
export const ORIGIN_FIELDS: readonly Field[] = [
  field({
    path: "name",
    name: "name",
    kind: "text",
    placeholder: "NAME",
    defaultText: USUAL_NAME,
    help: "name of the stack and, unless told, of its cache: 3 to 32 lower-case letters, digits and dashes",
    part: "origin",
  }),
  field({
    path: "region",
    name: "region",
    kind: "text",
    placeholder: "REGION",
    defaultText: "the AWS profile's region",
    help: "AWS region of the channel; best close to the encoder and to the Momento cell",
    part: "origin",
  }),
  field({
    path: "origin.endpoint",
    name: "momento-endpoint",
    kind: "text",
    placeholder: "HOST",
    defaultText: "the endpoint inside a v1 key",
    help: "Momento cell endpoint; needed with a v2 key, pasted forms are understood",
    part: "origin",
  }),
  field({
    path: "origin.cache",
    name: "cache",
    kind: "text",
    placeholder: "NAME",
    defaultText: "the stack's name",
    help: "name of the Momento cache; one that is there already is used only with --adopt-cache",
    part: "origin",
  }),
  field({
    path: "origin.ttlSeconds",
    name: "ttl-seconds",
    kind: "whole",
    placeholder: "SECONDS",
    defaultText: "3600",
    help: "how long the origin keeps each object; raise it for catch-up, lower it to hold less storage",
    part: "origin",
  }),
  field({
    path: "origin.keyDays",
    name: "key-days",
    kind: "whole",
    placeholder: "DAYS",
    defaultText: "30",
    help: "days until the encoder's and the players' key expire; must outlast the event",
    part: "origin",
  }),
  field({
    path: "origin.revocableKeys",
    name: "revocable-keys",
    kind: "boolean",
    defaultText: "false",
    help: "experimental, with a v2 key of the account only: both keys are v2 keys, which rotation and teardown revoke",
    part: "origin",
  }),
  field({
    path: "origin.accountUrl",
    name: "momento-account-url",
    kind: "text",
    placeholder: "URL",
    defaultText: DEFAULT_ACCOUNT_URL,
    help: "where revocable keys are made: Momento's account API, from a page of its documentation that is not listed",
    part: "origin",
  }),
];
