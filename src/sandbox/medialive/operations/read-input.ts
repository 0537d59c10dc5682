import type { JsonRecord } from "../../json.ts";
import type { Call } from "../call.ts";
import { anyInput } from "../find.ts";
import { inputView } from "../input-view.ts";
import { page } from "../paging.ts";
import type { Region } from "../region.ts";

/** DescribeInput, deleted ones included. */
export function describeInput(region: Region, call: Call): JsonRecord {
  return inputView(region, anyInput(region, call));
}

/** ListInputs. That those in state DELETED are left out is inferred. */
export function listInputs(region: Region, { query }: Call): JsonRecord {
  const { items, rest } = page(
    region.inputs.all().filter(({ state }) => state !== "DELETED"),
    query,
  );
  return { inputs: items.map((one) => inputView(region, one)), ...rest };
}
