import { findLeftovers, type Leftover } from "../../services/leftovers.ts";
import type { Role } from "../../services/momento/stack-role.ts";
import { LiveOriginError } from "../../config/failure.ts";
import type { Invocation } from "../../cli/command.ts";
import type { Clouds } from "../stack/clouds.ts";

/**
 * Everything of any stack in a region. The roles of keys that can be revoked are looked for with a v2 key only; an account API
 * that does not answer, or a key that may not ask it, is said and does not keep the rest from being found.
 */
export async function regionLeftovers(
  { context, output }: Invocation,
  clouds: Clouds,
  region: string,
): Promise<readonly Leftover[]> {
  const roles = async (asking: { readonly signal: AbortSignal }): Promise<readonly Role[]> => {
    try {
      return await (await clouds.account()).listRoles(asking);
    } catch (error) {
      if (!(error instanceof LiveOriginError)) throw error;
      output.warn(
        `Whether Momento has roles of a stack's keys (--revocable-keys) is not known: ${error.message}`,
      );
      return [];
    }
  };
  const asked = clouds.hasAccount ? { ...clouds, roles } : clouds;
  return findLeftovers(asked, region, { signal: context.signal });
}
