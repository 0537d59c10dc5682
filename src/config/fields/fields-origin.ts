import { field } from "./field.ts";
import { DEFAULT_NAME } from "../names.ts";
import {
  DEFAULT_ACCOUNT_URL,
  normaliseAccountUrl,
  normaliseEndpoint,
} from "../momento-endpoint.ts";
import { ALLOWED_HOSTS, shownHost } from "../momento-host.ts";

/** Which stack is meant. */
export const STACK_FIELDS = [
  field({
    path: "name",
    name: "name",
    kind: "text",
    placeholder: "NAME",
    form: {
      what: "3 to 32 lower-case letters, digits and dashes, a letter first, and not `sandbox` or what Windows calls a device (`con`, `nul`, `com1` …)",
      pattern: /^(?!(?:sandbox|con|prn|aux|nul|com\d|lpt\d)$)[a-z][a-z0-9-]{2,31}$/,
    },
    default: DEFAULT_NAME,
    help: "name of the stack and, without --cache, of its cache: 3 to 32 lower-case letters, digits and dashes",
    short: "name of the stack (live-origin)",
    part: "origin",
  }),
  field({
    path: "region",
    name: "region",
    kind: "text",
    placeholder: "REGION",
    form: {
      what: "an AWS region such as us-west-2",
      pattern: /^[a-z]{2}(?:-[a-z]+)+-\d$/,
    },
    otherwise: "the AWS profile's region",
    help: "AWS region of the channel; best close to the encoder and to the Momento cell",
    short: "AWS region, close to the encoder (the profile's)",
    part: "origin",
  }),
] as const;

/** The Momento cache and its keys. */
export const ORIGIN_FIELDS = [
  field({
    path: "origin.endpoint",
    name: "momento-endpoint",
    kind: "text",
    placeholder: "HOST",
    form: {
      what: "a Momento cell endpoint",
      judge: (text) =>
        normaliseEndpoint(text) === undefined
          ? `must be a host such as cell-4-us-west-2-1.prod.a.momentohq.com, not ${shownHost(text)}: ${ALLOWED_HOSTS}`
          : undefined,
    },
    otherwise: "the endpoint inside a v1 key",
    help: "Momento cell endpoint; needed with a v2 key, pasted forms are understood",
    short: "Momento cell; only a v2 key needs it",
    part: "origin",
  }),
  field({
    path: "origin.cache",
    name: "cache",
    kind: "text",
    placeholder: "NAME",
    form: {
      // Momento's command line asks for three characters at least; the rest keeps it plain in a URL and a shell.
      what: "3 to 64 letters, digits, dots, dashes and underscores, a letter or digit first",
      pattern: /^[A-Za-z0-9][A-Za-z0-9_.-]{2,63}$/,
    },
    computed: "the stack's name",
    help: "name of the Momento cache; one that is there already is used only with --adopt-cache",
    short: "name of the Momento cache (the stack's)",
    part: "origin",
  }),
  field({
    path: "origin.ttlSeconds",
    name: "ttl-seconds",
    kind: "whole",
    placeholder: "SECONDS",
    range: [1, 2_147_483_647],
    unit: "seconds",
    default: 3600,
    help: "how long the origin keeps each object; raise it for catch-up, lower it to hold less storage (1800 with --ladder starter)",
    short: "how long the origin keeps each object (3600; starter 1800)",
    part: "origin",
  }),
  field({
    path: "origin.keyDays",
    name: "key-days",
    kind: "whole",
    placeholder: "DAYS",
    // The key service takes the validity as unsigned 32-bit seconds (Momento SDK): 49,710 days.
    range: [1, 49_710],
    unit: "days",
    default: 30,
    help: "days until the encoder's and the players' key expire; must outlast the event",
    short: "days until both keys expire (30)",
    part: "origin",
  }),
  field({
    path: "origin.revocableKeys",
    name: "revocable-keys",
    kind: "boolean",
    default: false,
    help: "experimental, with a v2 key of the account only: both keys are v2 keys, which rotation and teardown revoke",
    part: "origin",
  }),
  field({
    path: "origin.accountUrl",
    name: "momento-account-url",
    kind: "text",
    placeholder: "URL",
    form: {
      what: "a URL of Momento's account API",
      judge: (text) =>
        normaliseAccountUrl(text) === undefined
          ? `must be https:// and a host under momentohq.com, nothing after it, not ${shownHost(text)}: ${ALLOWED_HOSTS}`
          : undefined,
    },
    default: DEFAULT_ACCOUNT_URL,
    help: "where revocable keys are made: Momento's account API, described on an unlisted page of its documentation",
    part: "origin",
  }),
] as const;
