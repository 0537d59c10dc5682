import type { World } from "../world.ts";

/** Waits on the sandbox's clock; false when the sandbox closed before the time had passed. */
export async function sleepUnlessClosing(
  { clock, closing }: Pick<World, "clock" | "closing">,
  milliseconds: number,
): Promise<boolean> {
  try {
    await clock.sleep(milliseconds, closing);
    return true;
  } catch {
    return false;
  }
}
