import type { Resolution } from "../spec/resolution.ts";
import { askSecret, askText } from "../terminal/ask.ts";
import type { Flags, Invocation } from "./catalog.ts";
import type { NeededInput } from "./input-needed.ts";
import type { FoundKey } from "./momento-key.ts";

export type Answers = {
  /** In commander's form, as if they had been flags. */
  readonly flags: Flags;
  readonly momentoKey: FoundKey | undefined;
};

/** Asks for what is missing, one question each; every answer is judged by the rules of the Spec before it is taken. */
export async function askMissing(
  { context, flags }: Invocation,
  needed: readonly NeededInput[],
  resolve: (flags: Flags, rehearsal: undefined) => Resolution,
): Promise<Answers> {
  let answered: Record<string, unknown> = {};
  let momentoKey: FoundKey | undefined;
  const waiting = [...needed];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { flag, what } = next;
    if (flag === "--momento-key-file") {
      const text = await askSecret(context, {
        message: `Momento API key (${what})`,
        validate: (value) => (value.trim() === "" ? "Paste the key." : undefined),
      });
      momentoKey = {
        text: text.trim(),
        from: "the prompt",
        endpoint: context.env["MOMENTO_ENDPOINT"],
        refreshToken: undefined,
        validUntil: undefined,
      };
      continue;
    }
    if (flag === "--profile") continue;
    const key = flag.slice(2).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const withAnswer = (text: string): Flags => ({
      ...flags,
      ...answered,
      [key]: key === "cidr" || key === "rung" ? text.split(/[\s,]+/) : text,
    });
    const text = await askText(context, {
      message: what,
      validate: (value) => firstProblem(resolve(withAnswer(value), undefined)),
    });
    answered = { ...answered, [key]: withAnswer(text)[key] };
    const now = resolve({ ...flags, ...answered }, undefined);
    const stillMissing = now.ok ? [] : now.missing;
    const known = new Set([flag, ...waiting.map((item) => item.flag)]);
    waiting.unshift(...stillMissing.filter((item) => !known.has(item.flag)));
  }
  return { flags: answered, momentoKey };
}

function firstProblem(resolution: Resolution): string | undefined {
  return resolution.ok ? undefined : resolution.problems[0]?.message;
}
