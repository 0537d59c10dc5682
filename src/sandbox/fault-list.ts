import { z } from "zod";
import { parseFault } from "./fault-text.ts";
import type { Fault } from "./faults.ts";
import { parseJson } from "./json.ts";

const times = z.int().positive().optional();
const error = z.strictObject({
  name: z.string().regex(/^[A-Za-z]\w*$/),
  status: z.int().min(400).max(599),
  message: z.string(),
});
const target = {
  service: z.string().min(1),
  operation: z.string().min(1),
  resource: z.string().optional(),
  times,
};

const faultObject = z.discriminatedUnion("effect", [
  z.strictObject({ ...target, effect: z.literal("refuse"), error }),
  z.strictObject({ ...target, effect: z.literal("drop-before") }),
  z.strictObject({ ...target, effect: z.literal("drop-after") }),
  z.strictObject({
    ...target,
    effect: z.literal("delay"),
    milliseconds: z.number().positive().max(600_000),
  }),
  z.strictObject({
    ...target,
    effect: z.literal("throttle"),
    perSecond: z.number().positive(),
    error,
  }),
  z.strictObject({ ...target, effect: z.literal("transition"), to: z.string().min(1) }),
]);

const entry = z.union([z.string(), faultObject]);
const list = z.union([z.array(entry), entry.transform((one) => [one])]);

/**
 * Reads faults from a file or a request: JSON (one fault or an array; each an object or a line of text), or plain text
 * with one fault a line, where blank lines and lines that begin with `#` are skipped. Throws an Error that says which
 * one is wrong.
 */
export function parseFaults(text: string): readonly Fault[] {
  const trimmed = text.trim();
  if (!/^[[{"]/.test(trimmed))
    return trimmed
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map(parseFault);
  const parsed = list.safeParse(parseJson(trimmed));
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data.map((one) => (typeof one === "string" ? parseFault(one) : one));
}
