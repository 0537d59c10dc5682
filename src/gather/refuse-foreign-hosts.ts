import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { LiveOriginError } from "../config/failure.ts";
import { fieldAt } from "../config/fields/fields.ts";
import {
  endpointOwner,
  normaliseAccountUrl,
  normaliseEndpoint,
} from "../config/momento-endpoint.ts";
import { FOREIGN_HOST, foreignHost, type HostOwner, urlOwner } from "../config/momento-host.ts";
import { jsonOrNothing } from "../config/text/parse-json.ts";
import { getAt } from "../config/resolve/tree.ts";
import { openKeyStore } from "../core/state/key-store.ts";
import { readIfThere } from "../core/state/read-text.ts";
import { readState, type StackFiles } from "../core/state/stack-files.ts";
import { hostsInside, keyKind } from "../services/momento/key-kind.ts";
import type { Invocation } from "../cli/command.ts";
import type { ImportedKeyFlags } from "../cli/flags.ts";
import { specFilePath } from "./config-file.ts";
import { readKeyFile } from "./find-momento-key.ts";

type Looking = Invocation<Partial<ImportedKeyFlags>>;

/** What names hosts beside the flags and the environment. */
type HostSources = {
  /** The Spec file as it was read. */
  readonly file: unknown;
  /** Of the stack that is worked on. */
  readonly files?: StackFiles | undefined;
};

/** The settings that say where a Momento credential is sent, and whose host each names. */
const SETTINGS: readonly (readonly [string, (text: string) => HostOwner | undefined])[] = [
  [
    "origin.endpoint",
    (text) => {
      const endpoint = normaliseEndpoint(text);
      return endpoint === undefined ? undefined : endpointOwner(endpoint);
    },
  ],
  ["origin.accountUrl", (text) => urlOwner(normaliseAccountUrl(text) ?? "")],
];

/**
 * Looks at every place that says where a Momento credential is sent, before anything is connected to: flags, environment,
 * the Spec file, key files that are brought along, and what an earlier run left (the settings applied last, the state's
 * cell, the endpoints inside stored keys). This machine counts in a rehearsal only. Throws MOMENTO_HOST_FOREIGN. What cannot
 * be read is reported by whatever needs it.
 */
export async function refuseForeignHosts(
  { context, flags, mode, typed }: Pick<Looking, "context" | "flags" | "mode" | "typed">,
  { file, files }: HostSources,
): Promise<void> {
  const { isRehearsal } = mode;
  const isAllowed = (owner: HostOwner | undefined): boolean =>
    owner === "momento" || (owner === "here" && isRehearsal);
  const judgeTree = (tree: unknown, from: string): void => {
    for (const [setting, ownerOf] of SETTINGS) {
      const value = getAt(tree, setting);
      if (typeof value === "string" && !isAllowed(ownerOf(value)))
        throw foreignHost({ setting, from, value });
    }
  };
  for (const [path, ownerOf] of SETTINGS) {
    const { flag, key, variable } = fieldAt(path);
    for (const [setting, from, value] of [
      [flag, "the command line", typed[key]],
      [variable, "the environment", context.env[variable]],
    ] as const)
      if (typeof value === "string" && value !== "" && !isAllowed(ownerOf(value)))
        throw foreignHost({ setting, from, value });
  }
  judgeTree(file, specFilePath(context, flags));
  await judgeKeyFiles({ context, flags, mode });
  if (files === undefined) return;
  // As it was written: a reader that drops what is not valid would not see why.
  const applied = await ifReadable(() => readIfThere(files.spec));
  judgeTree(jsonOrNothing(applied ?? ""), files.spec);
  const target = (await ifReadable(() => readState(files)))?.target;
  if (target?.kind === "clouds" && endpointOwner(target.cell) !== "momento")
    throw foreignHost({ setting: "target.cell", from: files.state, value: target.cell });
  await judgeKeys(files.keys);
}

/** What can be read only once (standard input, a pipe) is judged when it is. */
async function judgeKeyFiles({
  context,
  flags,
  mode,
}: Pick<Looking, "context" | "flags" | "mode">): Promise<void> {
  for (const key of ["encoderKeyFile", "playerKeyFile"] as const) {
    const file = flags[key];
    if (file === undefined || !(await isPlainFile(resolve(context.cwd, file)))) continue;
    const { isRehearsal } = mode;
    const found = await ifReadable(() => readKeyFile(context, file, { flag: key, isRehearsal }));
    for (const value of hostsInside(keyKind(found?.text ?? "")))
      if (endpointOwner(value) !== "momento")
        throw foreignHost({ setting: "the endpoint inside the Momento key", from: file, value });
  }
}

async function isPlainFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function judgeKeys(path: string): Promise<void> {
  const keys = await ifReadable(() => openKeyStore(path));
  for (const slot of [
    "encoderKey",
    "playerKey",
    "previousEncoderKey",
    "previousPlayerKey",
  ] as const) {
    const key = keys?.get(slot);
    if (key === undefined) continue;
    const beside = key.endpoint === undefined ? [] : [key.endpoint];
    for (const value of [...beside, ...hostsInside(keyKind(key.apiKey.reveal()))])
      if (endpointOwner(value) !== "momento")
        throw foreignHost({ setting: `the endpoint of ${slot}`, from: path, value });
  }
}

async function ifReadable<Content>(read: () => Promise<Content>): Promise<Content | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof LiveOriginError && error.code !== FOREIGN_HOST) return undefined;
    throw error;
  }
}
