import { constraintText } from "../constraint.ts";
import { Refusal } from "../wire.ts";

/** 404: no such role or policy. */
export function noSuchRole(name: string): Refusal {
  return new Refusal({
    name: "NoSuchEntity",
    status: 404,
    message: `The role with name ${name} cannot be found.`,
  });
}

export function noSuchPolicy(name: string): Refusal {
  return new Refusal({
    name: "NoSuchEntity",
    status: 404,
    message: `The role policy with name ${name} cannot be found.`,
  });
}

/** 409 of CreateRole. */
export function roleExists(name: string): Refusal {
  return new Refusal({
    name: "EntityAlreadyExists",
    status: 409,
    message: `Role with name ${name} already exists.`,
  });
}

/** 409 of DeleteRole while policies are left (IAM API model: DeleteConflictException). */
export function deleteConflict(message: string): Refusal {
  return new Refusal({ name: "DeleteConflict", status: 409, message });
}

export function limitExceeded(message: string): Refusal {
  return new Refusal({ name: "LimitExceeded", status: 409, message });
}

export function malformedPolicy(message: string): Refusal {
  return new Refusal({ name: "MalformedPolicyDocument", status: 400, message });
}

export function invalidInput(message: string): Refusal {
  return new Refusal({ name: "InvalidInput", status: 400, message });
}

/** What IAM says of a member that breaks its API model; `value` is undefined where it was not sent. */
export function validationError(
  member: string,
  value: string | undefined,
  constraint: string,
): Refusal {
  return new Refusal({
    name: "ValidationError",
    status: 400,
    message: constraintText(member, value, constraint),
  });
}
