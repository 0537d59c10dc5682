import { LiveOriginError } from "../../config/failure.ts";
import {
  findStackSchedules,
  findTaggedResources,
  type StackSchedule,
  type TaggedResource,
} from "../../services/tagged-resources.ts";
import type { Role } from "../../services/momento/stack-role.ts";
import type { Host } from "../host.ts";
import type { Clients } from "../stack/clients.ts";

/** The schedules of any stack in a region; where nobody may list them, that is said. */
export async function listSchedules(
  { signal, emit }: Pick<Host, "signal" | "emit">,
  { scheduler }: Pick<Clients, "scheduler">,
): Promise<readonly StackSchedule[]> {
  if (scheduler === undefined) return [];
  try {
    return await findStackSchedules(scheduler, { signal });
  } catch (error) {
    if (!(error instanceof LiveOriginError)) throw error;
    emit({
      type: "note",
      level: "warning",
      code: "SCHEDULE_NOT_KNOWN",
      message: `Whether EventBridge Scheduler has schedules of a stack is not known: ${error.message}`,
    });
    return [];
  }
}

/**
 * Everything of any stack in a region. The roles of keys that can be revoked are looked for with a v2 key only; an account API
 * that does not answer, or a key that may not ask it, is said and does not keep the rest from being found.
 */
export async function listTaggedResources(
  { signal, emit }: Pick<Host, "signal" | "emit">,
  {
    clients,
    region,
    looksOnly = false,
  }: {
    readonly clients: Clients;
    readonly region: string;
    /** A service that refuses is told and left out: nothing is removed by this list. */
    readonly looksOnly?: boolean;
  },
): Promise<readonly TaggedResource[]> {
  const roles = async (callOptions: { readonly signal: AbortSignal }): Promise<readonly Role[]> => {
    try {
      return await (await clients.account()).listRoles(callOptions);
    } catch (error) {
      if (!(error instanceof LiveOriginError)) throw error;
      emit({
        type: "note",
        level: "warning",
        code: "ROLES_NOT_KNOWN",
        message: `Whether Momento has roles of a stack's keys (--revocable-keys) is not known: ${error.message}`,
      });
      return [];
    }
  };
  const asked = clients.hasAccount ? { ...clients, roles } : clients;
  const onUnseen = (service: string, { message }: LiveOriginError): void =>
    emit({
      type: "note",
      level: "warning",
      code: "NOT_LOOKED_AT",
      message: `What ${service} has of the stack is not known: ${message}`,
    });
  return findTaggedResources(looksOnly ? { ...asked, onUnseen } : asked, region, { signal });
}
