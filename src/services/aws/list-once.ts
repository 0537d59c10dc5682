import type { CallOptions } from "./call-options.ts";

/** A list of an account's, as it was read last; forgotten by every write of ours to what it lists. */
export type ListOnce<Item> = {
  /** Reads it, unless the last reading will do (`readBefore`) and is still good. */
  read(callOptions: CallOptions): Promise<readonly Item[]>;
  /** Carries out a write: what was read before or during it counts no more. */
  writing<Answer>(write: () => Promise<Answer>): Promise<Answer>;
};

/** Lists of an account have as many pages as it has resources: those who count what another just looked through share it. */
export function listOnce<Item>(
  read: (callOptions: CallOptions) => Promise<readonly Item[]>,
): ListOnce<Item> {
  let last: Promise<readonly Item[]> | undefined;
  return {
    read: (callOptions) => {
      if (callOptions.readBefore === true && last !== undefined) return last;
      const reading = read(callOptions);
      last = reading;
      reading.catch(() => {
        if (last === reading) last = undefined;
      });
      return reading;
    },
    writing: async (write) => {
      last = undefined;
      try {
        return await write();
      } finally {
        last = undefined;
      }
    },
  };
}
