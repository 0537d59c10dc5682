import { z } from "zod";
import { LiveOriginError } from "../../config/failure.ts";
import { parseJson } from "../../config/text/parse-json.ts";
import { rebuildCommand } from "./rebuild-command.ts";
import { RESOURCE_MEMBERS } from "./resource-members.ts";
import type { State } from "./state.ts";

const STATE_VERSION = 1;

/** A resource of one kind; ids and steps that it cannot have are damage. */
const resource = <const Id extends string, const Step extends string>({
  ids,
  steps,
}: {
  readonly ids: readonly Id[];
  readonly steps: readonly Step[];
}) => {
  const known = z.partialRecord(z.enum(ids), z.string());
  return z
    .object({
      status: z.enum(["creating", "created", "updating", "deleting"]),
      ownership: z.enum(["ours", "adopted", "maybe-ours"]),
      ids: known,
      token: z.object({ value: z.string(), bodyHash: z.string() }).optional(),
      fingerprints: z.record(z.string(), z.string()).optional(),
      expiresAt: z.number().optional(),
      endsAt: z.string().optional(),
      replaced: known.optional(),
      done: z.array(z.enum(steps)).optional(),
      marks: z.array(z.string()).optional(),
      foundAtStart: z.array(z.string()).optional(),
      runBegan: z.string().optional(),
      ownLists: z.array(z.string()).optional(),
      changedAt: z.string(),
    })
    .optional();
};

const state = z.object({
  version: z.literal(STATE_VERSION),
  name: z.string(),
  stackId: z.string().regex(/^[0-9a-f]{16}$/),
  target: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("clouds"),
      account: z.string(),
      region: z.string(),
      cell: z.string(),
    }),
    z.object({ kind: z.literal("sandbox"), id: z.string() }),
  ]),
  region: z.string(),
  createdAt: z.string(),
  resources: z.strictObject({
    cache: resource(RESOURCE_MEMBERS.cache),
    encoderKey: resource(RESOURCE_MEMBERS.encoderKey),
    playerKey: resource(RESOURCE_MEMBERS.playerKey),
    parameter: resource(RESOURCE_MEMBERS.parameter),
    role: resource(RESOURCE_MEMBERS.role),
    inputSecurityGroup: resource(RESOURCE_MEMBERS.inputSecurityGroup),
    input: resource(RESOURCE_MEMBERS.input),
    channel: resource(RESOURCE_MEMBERS.channel),
    schedulerRole: resource(RESOURCE_MEMBERS.schedulerRole),
    function: resource(RESOURCE_MEMBERS.function),
    cachePolicy: resource(RESOURCE_MEMBERS.cachePolicy),
    distribution: resource(RESOURCE_MEMBERS.distribution),
  } satisfies Readonly<Record<keyof typeof RESOURCE_MEMBERS, unknown>>),
});

/**
 * Parses a state file. Throws STATE_NEWER for a state of a later program and STATE_DAMAGED for anything that is not
 * a whole state: it is never guessed at and never overwritten.
 */
export function parseState(text: string, path: string): State {
  const content = jsonOf(text, path);
  const version =
    typeof content === "object" && content !== null && "version" in content
      ? content.version
      : undefined;
  if (typeof version === "number" && version > STATE_VERSION)
    throw new LiveOriginError({
      code: "STATE_NEWER",
      message: `${path} was written by a newer live-origin (state version ${version}; this one knows ${STATE_VERSION}).`,
      hint: "Run the newer version: npx live-origin@latest.",
      resource: path,
    });
  const parsed = state.safeParse(content);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  throw damaged(path, `${first?.path.join(".") ?? ""}: ${first?.message ?? "unknown problem"}`);
}

function jsonOf(text: string, path: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw damaged(path, error instanceof Error ? error.name : "not JSON");
  }
}

function damaged(path: string, why: string): LiveOriginError {
  return new LiveOriginError({
    code: "STATE_DAMAGED",
    message: `${path} is damaged or was edited by hand (${why}). It is left as it is.`,
    hint: `Restore it from a backup, or reconstruct it from the tags in the clouds: ${rebuildCommand(path)}`,
    resource: path,
  });
}
