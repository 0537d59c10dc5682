import type { Clock } from "../../core/engine/clock.ts";

type Next = (args: never) => Promise<{ readonly response: unknown }>;

/** What we need of an AWS client: its chain of handlers. */
type Watched = {
  readonly middlewareStack: {
    add(
      middleware: never,
      options: {
        readonly step: "deserialize";
        readonly priority: "low";
        readonly name: string;
      },
    ): void;
  };
};

/** How far AWS's clock is ahead of ours, milliseconds; undefined before the first answer with a Date. */
export type ClockOffset = () => number | undefined;

/**
 * Reads the Date of every answer of a client, refusals included. A Date has whole seconds and is as old as the way back:
 * what is computed from it is early by up to a second or two, never late.
 */
export function watchAnswerClock(client: Watched, clock: Clock): ClockOffset {
  let offset: number | undefined;
  const middleware =
    (next: Next): Next =>
    async (args) => {
      const result = await next(args);
      const at = Date.parse(dateOf(result.response));
      if (!Number.isNaN(at)) offset = at - clock.now();
      return result;
    };
  // Low in the step is next to the wire, where a refusal is still an answer and no exception yet.
  client.middlewareStack.add(middleware as never, {
    step: "deserialize",
    priority: "low",
    name: "watchAnswerClock",
  });
  return () => offset;
}

function dateOf(response: unknown): string {
  if (typeof response !== "object" || response === null || !("headers" in response)) return "";
  const { headers } = response;
  if (typeof headers !== "object" || headers === null) return "";
  const date: unknown = Object.entries(headers).find(
    ([name]) => name.toLowerCase() === "date",
  )?.[1];
  return typeof date === "string" ? date : "";
}
