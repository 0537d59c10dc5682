import { randomUUID } from "node:crypto";

/** A fresh request id, as the services put it into every answer. */
export function requestId(): string {
  return randomUUID();
}
