import type { WireAnswer } from "../services/aws/wire-client.ts";

/** The status of an answer, and the cloud's name for what went wrong. */
export function statusText({ status, error }: WireAnswer): string {
  return error === undefined ? String(status) : `${status} ${error}`;
}
