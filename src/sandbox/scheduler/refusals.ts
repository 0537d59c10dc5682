import { constraintText } from "../constraint.ts";
import { Refusal } from "../wire.ts";

/** 400: what breaks the API model or a rule of the service. */
export function invalid(message: string): Refusal {
  return new Refusal({ name: "ValidationException", status: 400, message });
}

/** A member that breaks its constraint, in the words that the services share. */
export function constraint(member: string, value: unknown, rule: string): Refusal {
  return invalid(constraintText(member, value, rule));
}

/** What is documented but not emulated: refused loudly instead of being half done. */
export function notEmulated(what: string): Refusal {
  return invalid(`This sandbox does not emulate ${what}.`);
}

export function notFound(what: string): Refusal {
  return new Refusal({
    name: "ResourceNotFoundException",
    status: 404,
    message: `${what} does not exist.`,
  });
}

export function conflict(message: string): Refusal {
  return new Refusal({ name: "ConflictException", status: 409, message });
}
