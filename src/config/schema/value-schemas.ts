import { z } from "zod";
import {
  hasThreeDecimals,
  patternWords,
  thousandthsWords,
  wholeWords,
} from "../fields/value-words.ts";
import { PIXELS, PIXEL_WORDS } from "../ladder/rung-members.ts";

/** A whole number in a range. `unit` completes the message: `must be a whole number of seconds from 0 to 600`. */
export function whole(minimum: number, maximum: number, unit = ""): z.ZodNumber {
  const error = wholeWords([minimum, maximum], unit);
  return z.number({ error }).int({ error }).min(minimum, { error }).max(maximum, { error });
}

/** A number in a range with at most three decimals, so that kbps are whole bits and seconds are whole milliseconds. */
export function thousandths(minimum: number, maximum: number, unit: string): z.ZodNumber {
  const error = thousandthsWords([minimum, maximum], unit);
  return z
    .number({ error })
    .min(minimum, { error })
    .max(maximum, { error })
    .refine(hasThreeDecimals, { error });
}

/** An even number of pixels: MediaLive takes no odd ones (MediaLive API model). */
export function pixels(): z.ZodNumber {
  const error = PIXEL_WORDS;
  const [least, greatest] = PIXELS;
  return z
    .number({ error })
    .int({ error })
    .min(least, { error })
    .max(greatest, { error })
    .multipleOf(2, { error });
}

/** A text that matches a pattern; `what` completes the message `must be …`. A character that no such text has is named. */
export function matching(pattern: RegExp, what: string): z.ZodString {
  const error = ({ input }: { readonly input?: unknown }): string =>
    patternWords(input, pattern, what);
  return z.string({ error }).regex(pattern, { error });
}

/** A text judged by a function that returns what is wrong with it, or undefined. */
export function judged(what: string, judge: (text: string) => string | undefined): z.ZodString {
  return z.string({ error: `must be ${what}` }).superRefine((text, context) => {
    const message = judge(text);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });
}
