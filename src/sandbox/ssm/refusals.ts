import { Refusal } from "../wire.ts";

/** Parameter Store answers every refusal with 400; `name` is what the SDK throws. */
export function refusal(name: string, message: string): Refusal {
  return new Refusal({ name, status: 400, message });
}

export function invalid(message: string): Refusal {
  return refusal("ValidationException", message);
}

export function notFound(name: string): Refusal {
  return refusal("ParameterNotFound", `Parameter ${name} not found.`);
}
