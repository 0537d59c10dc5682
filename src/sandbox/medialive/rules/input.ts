import type { JsonRecord } from "../../json.ts";
import { checkShape } from "../check-shape.ts";
import { badRequest } from "../refusals.ts";
import type { Region } from "../region.ts";
import type { Shape } from "../shape.ts";

/** Checks the body of an input or security group call; these operations know no 422. Throws BadRequestException. */
export function checkInputBody(shape: Shape, body: JsonRecord): void {
  const problems = checkShape(shape, body);
  if (problems.length > 0)
    throw badRequest(
      `Invalid request body: ${problems.map((one) => `${one.elementPath} ${one.errorMessage}`).join("; ")}`,
    );
}

/** Checks that the input security groups are there. Throws BadRequestException. */
export function checkGroups(region: Region, ids: readonly string[]): void {
  for (const id of ids) {
    const state = region.groups.get(id)?.state;
    if (state === undefined || state === "DELETED")
      throw badRequest(`Input security group ${id} does not exist`);
  }
}
