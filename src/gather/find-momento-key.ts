import { join, resolve } from "node:path";
import type { Context } from "../context.ts";
import { decoded, LARGEST_KEY_FILE, readBounded, readIfThere } from "../core/state/read-text.ts";
import { openKeyStore } from "../core/state/key-store.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import { endpointOwner, normaliseEndpoint } from "../config/momento-endpoint.ts";
import { foreignHost, type NamedHost } from "../config/momento-host.ts";
import type { Invocation } from "../cli/command.ts";
import type { FoundKey } from "../services/momento/found-key.ts";

/**
 * Looks for the Momento key where users keep it, the first wins: `--momento-key-file`, MOMENTO_API_KEY, the profile of
 * Momento's own command line. Undefined when there is none. Throws USAGE for a file that cannot be read, and
 * MOMENTO_HOST_FOREIGN for an endpoint beside the key that is not Momento's.
 */
export async function findMomentoKey({
  context,
  momentoKeyFile: file,
}: Pick<Invocation, "context" | "momentoKeyFile">): Promise<FoundKey | undefined> {
  if (file !== undefined) return readKeyFile(context, file.path, { flag: file.saidBy });
  const fromEnvironment = context.env["MOMENTO_API_KEY"];
  if (fromEnvironment !== undefined && fromEnvironment !== "")
    return {
      text: fromEnvironment,
      from: "MOMENTO_API_KEY",
      endpoint: endpointOfEnvironment(context),
      refreshToken: undefined,
      validUntil: undefined,
    };
  return findInCliProfile(context);
}

/** The name that Momento's SDKs had for the variable once. */
const OLD_VARIABLE = "MOMENTO_AUTH_TOKEN";

/** What to say besides where no key was found: a variable is set under the name that it had once. Empty otherwise. */
export function oldVariableNote({ env }: Pick<Context, "env">): string {
  return (env[OLD_VARIABLE] ?? "") === ""
    ? ""
    : `; ${OLD_VARIABLE} is set, which is its old name: it is called MOMENTO_API_KEY now`;
}

/** Does the Spec file name a key file that is not on this machine? Where something else will do, that is no reason to stop. */
export async function isKeyFileElsewhere({
  context,
  momentoKeyFile: file,
}: Pick<Invocation, "context" | "momentoKeyFile">): Promise<boolean> {
  if (file?.isShared !== true) return false;
  return (await readIfThere(resolve(context.cwd, file.path))) === undefined;
}

/** The encoder key of a stack, for what needs no stronger one. Throws KEYS_DAMAGED. */
export async function findOwnKey(keysFile: string): Promise<FoundKey | undefined> {
  const key = (await openKeyStore(keysFile)).get("encoderKey");
  if (key === undefined) return undefined;
  return {
    text: key.apiKey.reveal(),
    from: keysFile,
    endpoint: besideKey(
      { setting: "the endpoint of the encoder key", from: keysFile },
      key.endpoint,
    ),
    refreshToken: key.refreshToken?.reveal(),
    validUntil: key.expiresAt,
  };
}

/** `MOMENTO_ENDPOINT`, which Momento's SDKs read. Throws MOMENTO_HOST_FOREIGN. */
export function endpointOfEnvironment({ env }: Pick<Context, "env">): string | undefined {
  const from = "the environment";
  return besideKey({ setting: "MOMENTO_ENDPOINT", from }, env["MOMENTO_ENDPOINT"]);
}

/**
 * Reads a key file (or stdin for `-`): a downloaded `momento_key_info.json`, or the key alone. `flag` is what said it. Throws
 * USAGE, MOMENTO_KEY_FILE, and MOMENTO_HOST_FOREIGN for an endpoint in it that is not Momento's; in a rehearsal this machine
 * is taken as well, and means the sandbox.
 */
export async function readKeyFile(
  context: Context,
  file: string,
  { flag, isRehearsal = false }: { readonly flag: string; readonly isRehearsal?: boolean },
): Promise<FoundKey> {
  const from = file === "-" ? "standard input" : file;
  const reading = { namedBy: flag, maxBytes: LARGEST_KEY_FILE, pipes: true };
  const text =
    file === "-"
      ? decoded(from, await readBounded(context.stdin, from, reading), reading)
      : await readIfThere(resolve(context.cwd, file), reading);
  if (text === undefined)
    throw new LiveOriginError({
      code: "USAGE",
      message: `${flag} ${file} does not exist.`,
      hint: "Download momento_key_info.json from the Momento console and give its path.",
      resource: flag,
      exitCode: EXIT.usage,
    });
  const { parseKeyInfo } = await import("../services/momento/key-info.ts");
  const { apiKey, endpoint, refreshToken, validUntil } = parseKeyInfo(text, from);
  const beside = besideKey({ setting: "the endpoint beside the key", from }, endpoint, isRehearsal);
  return { text: apiKey, from, endpoint: beside, refreshToken, validUntil };
}

async function findInCliProfile(context: Context): Promise<FoundKey | undefined> {
  const folder = context.env["MOMENTO_CONFIG_DIR"] ?? join(context.homeFolder, ".momento");
  const path = join(folder, "credentials");
  const text = await readIfThere(path).catch(() => undefined);
  if (text === undefined) return undefined;
  const { parseCliProfile } = await import("../services/momento/cli-profile.ts");
  const profile = parseCliProfile(text);
  if (profile === undefined) return undefined;
  return {
    text: profile.apiKey,
    from: path,
    endpoint: besideKey({ setting: "endpoint", from: path }, profile.endpoint),
    refreshToken: undefined,
    validUntil: undefined,
  };
}

function besideKey(
  where: Omit<NamedHost, "value">,
  value: string | undefined,
  isRehearsal = false,
): string | undefined {
  if (value === undefined || value.trim() === "") return undefined;
  const endpoint = normaliseEndpoint(value);
  const owner = endpoint === undefined ? undefined : endpointOwner(endpoint);
  if (owner === "momento") return endpoint;
  if (owner === "here" && isRehearsal) return undefined;
  throw foreignHost({ ...where, value });
}
