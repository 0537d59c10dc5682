import type { CallOptions } from "./call-options.ts";

/** A list of an account's, as it was read last; forgotten by every write of ours to what it lists. */
export type ListOnce<Item> = {
  /** Reads it, unless somebody is reading it now or the last reading will do (`readBefore`), and no write came between. */
  read(callOptions: CallOptions): Promise<readonly Item[]>;
  /** Carries out a write: what was read before or during it counts no more. */
  writing<Answer>(write: () => Promise<Answer>): Promise<Answer>;
};

/** Lists of an account have as many pages as it has resources: those who count what another just looked through share it. */
export function listOnce<Item>(
  read: (callOptions: CallOptions) => Promise<readonly Item[]>,
): ListOnce<Item> {
  let last: Promise<readonly Item[]> | undefined;
  let underWay: Promise<readonly Item[]> | undefined;
  const forget = (): void => {
    last = undefined;
    underWay = undefined;
  };
  return {
    read: (callOptions) => {
      const good = underWay ?? (callOptions.readBefore === true ? last : undefined);
      if (good !== undefined) return good;
      const reading = read(callOptions);
      last = reading;
      underWay = reading;
      const over = (): void => {
        if (underWay === reading) underWay = undefined;
      };
      reading.then(over, () => {
        over();
        if (last === reading) last = undefined;
      });
      return reading;
    },
    writing: async (write) => {
      forget();
      try {
        return await write();
      } finally {
        forget();
      }
    },
  };
}
