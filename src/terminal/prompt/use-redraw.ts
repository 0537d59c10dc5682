import { useEffect, useState } from "@inquirer/core";
import { REDRAW } from "./drawing.ts";

/** Draws a question anew on {@link REDRAW}. For a prompt's view, or for what its theme does at each drawing. */
export function useRedraw(): void {
  const [, setTurn] = useState(0);
  useEffect((line) => {
    const again = (): void => setTurn((turn) => turn + 1);
    line.input.on(REDRAW, again);
    return () => line.input.off(REDRAW, again);
  }, []);
}
