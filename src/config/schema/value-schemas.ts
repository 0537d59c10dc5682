import { z } from "zod";

/** A whole number in a range. `unit` completes the message: `must be a whole number of seconds from 0 to 600`. */
export function whole(minimum: number, maximum: number, unit = ""): z.ZodNumber {
  const of = unit === "" ? "" : ` of ${unit}`;
  const range =
    maximum === Number.MAX_SAFE_INTEGER
      ? `of at least ${minimum}`
      : `from ${minimum} to ${maximum}`;
  const error = `must be a whole number${of} ${range}`;
  return z.number({ error }).int({ error }).min(minimum, { error }).max(maximum, { error });
}

/** A number in a range with at most three decimals, so that kbps are whole bits and seconds are whole milliseconds. */
export function thousandths(minimum: number, maximum: number, unit: string): z.ZodNumber {
  const error = `must be a number of ${unit} from ${minimum} to ${maximum} with at most three decimals`;
  return z
    .number({ error })
    .min(minimum, { error })
    .max(maximum, { error })
    .refine(hasThreeDecimals, { error });
}

/** An even number of pixels: MediaLive takes no odd ones (MediaLive API model). */
export function pixels(): z.ZodNumber {
  const error = "must be an even number of pixels from 16 to 8192";
  return z
    .number({ error })
    .int({ error })
    .min(16, { error })
    .max(8192, { error })
    .multipleOf(2, { error });
}

/** A text that matches a pattern; `what` completes the message `must be …`. A character that no such text has is named. */
export function matching(pattern: RegExp, what: string): z.ZodString {
  const error = ({ input }: { readonly input?: unknown }): string => {
    const strange = typeof input === "string" ? foreignCharacter(input, pattern) : undefined;
    const named = strange === undefined ? "" : ` (${JSON.stringify(strange)} cannot be in it)`;
    return `must be ${what}${named}`;
  };
  return z.string({ error }).regex(pattern, { error });
}

/** The first character of a text, letters and digits apart, that a pattern has neither in a class nor by itself. */
function foreignCharacter(text: string, { source }: RegExp): string | undefined {
  const classes = source.match(/\[(?:\\.|[^\]\\])+\]|\\[dws]/g) ?? [];
  const inClasses = new RegExp(`^(?:${classes.join("|")})$`);
  return Array.from(text).find(
    (sign) => !/[A-Za-z0-9]/.test(sign) && !inClasses.test(sign) && !source.includes(sign),
  );
}

/** A text judged by a function that returns what is wrong with it, or undefined. */
export function judged(what: string, judge: (text: string) => string | undefined): z.ZodString {
  return z.string({ error: `must be ${what}` }).superRefine((text, context) => {
    const message = judge(text);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });
}

function hasThreeDecimals(value: number): boolean {
  return Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-5;
}
