import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { untilAborted } from "../../../src/services/until-aborted.ts";
import { withTimeLimit } from "../../../src/services/time-limit.ts";

test("a time limit ends what waits also when memory was cleaned up meanwhile", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const forever = new AbortController().signal;
  const waiting = untilAborted(withTimeLimit(forever, 150), () => new Promise(() => undefined));
  const cleaning = setInterval(collect, 20);
  await expect(waiting).rejects.toMatchObject({ name: "TimeoutError" });
  clearInterval(cleaning);
});
