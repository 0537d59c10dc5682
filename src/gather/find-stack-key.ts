import type { Invocation } from "../cli/command.ts";
import { isInteractive } from "../cli/interactive.ts";
import { LiveOriginError } from "../config/failure.ts";
import type { StackFiles } from "../core/state/stack-files.ts";
import { readApiKey } from "../services/momento/api-key.ts";
import type { FoundKey } from "../services/momento/found-key.ts";
import { keyKindWords } from "../services/momento/key-kind.ts";
import { momentoKeyNeeded } from "../services/momento/key-needed.ts";
import { askSecret } from "../terminal/ask.ts";
import { PROMPTS } from "../terminal/prompts.ts";
import {
  endpointOfEnvironment,
  oldVariableNote,
  findMomentoKey,
  findOwnKey,
  isKeyFileElsewhere,
} from "./find-momento-key.ts";

type Wanted = {
  readonly momento: "none" | "own" | "any" | "account";
  readonly files: StackFiles;
  readonly given?: FoundKey | undefined;
  /** The cell that the state names. */
  readonly cell: string | undefined;
};

/**
 * The key that Momento is asked with about a stack that exists. The account's key, when it is of the stack's cell, tells more
 * than the stack's own. Undefined where nothing needs one. Throws INPUT_NEEDED where one is needed and nobody can be asked.
 */
export async function findStackKey(
  invocation: Invocation,
  { momento, files, cell, given }: Wanted,
): Promise<FoundKey | undefined> {
  if (momento === "none") return undefined;
  const isOurs = (key: FoundKey): boolean => problemOf(invocation, key, cell) === undefined;
  const own = momento === "account" ? undefined : await findOwnKey(files.keys);
  const usable = [own, given].find((key) => key !== undefined && isOurs(key));
  // A Spec file may name a key's file that is on a colleague's machine only.
  if (usable !== undefined && (await isKeyFileElsewhere(invocation))) return usable;
  const account = await findMomentoKey(invocation);
  if (account !== undefined && (usable === undefined ? momento !== "own" : isOurs(account)))
    return account;
  if (usable !== undefined) return usable;
  if (momento === "own") return account !== undefined && isOurs(account) ? account : undefined;
  return await askAccountKey(invocation, cell);
}

/** Asks for the account's key; it is not shown and not kept. Throws INPUT_NEEDED where nobody can be asked. */
async function askAccountKey(invocation: Invocation, cell: string | undefined): Promise<FoundKey> {
  const { context } = invocation;
  const old = oldVariableNote(context).replace("; ", "");
  if (!isInteractive(invocation)) throw momentoKeyNeeded(old === "" ? "This" : `${old}. This`);
  const keyOf = (text: string): FoundKey => ({
    text: text.trim(),
    from: "the prompt",
    endpoint: endpointOfEnvironment(context),
    refreshToken: undefined,
    validUntil: undefined,
  });
  const text = await askSecret(context, {
    message: PROMPTS.accountKey(),
    why: "This needs the key of the Momento account that the stack is in. It is not kept.",
    validate: (typed) => problemOf(invocation, keyOf(typed), cell),
    kind: keyKindWords,
  });
  return keyOf(text);
}

/** Why a key cannot be used for a stack in this cell, in one line; undefined when it can, as far as its form tells. */
function problemOf(
  { context }: Invocation,
  key: FoundKey,
  cell: string | undefined,
): string | undefined {
  try {
    const now = context.clock.now();
    const { endpoint } = readApiKey(key.text, {
      from: key.from,
      endpoint: key.endpoint,
      cell,
      now,
    });
    if (cell !== undefined && endpoint !== cell)
      return `That key belongs to ${endpoint}; the stack is in ${cell}.`;
    const until = key.validUntil ?? 0;
    return until > 0 && until * 1000 <= now ? "That key has expired." : undefined;
  } catch (error) {
    if (!(error instanceof LiveOriginError)) throw error;
    return [error.message, error.hint].filter((part) => part !== undefined).join(" ");
  }
}
