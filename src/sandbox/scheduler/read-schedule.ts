import { asRecord, asText, type JsonRecord } from "../json.ts";
import { atTime } from "./at-time.ts";
import { constraint, invalid, notEmulated, notFound } from "./refusals.ts";
import { readTarget } from "./read-target.ts";
import { GROUP, type Schedule } from "./schedule.ts";

const NAME = /^[0-9a-zA-Z-_.]{1,64}$/;
const CLIENT_TOKEN = /^[a-zA-Z0-9-_]{1,64}$/;
const MAX_DESCRIPTION = 512;

/** The name in a path. Throws ValidationException (EventBridge Scheduler API model). */
export function checkName(name: string): string {
  if (!NAME.test(name))
    throw constraint(
      "name",
      name,
      "Member must satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$",
    );
  return name;
}

/** Only the default group is there. Throws ResourceNotFoundException. */
export function checkGroup(group: string | undefined): void {
  if (group !== undefined && group !== GROUP) throw notFound(`Schedule group ${group}`);
}

/**
 * What a CreateSchedule or UpdateSchedule body says: what it does not say is the default, also in an update (API
 * reference, UpdateSchedule). `now` is epoch milliseconds. Throws ValidationException.
 */
export function readSchedule(
  body: JsonRecord,
  now: number,
): Omit<Schedule, "name" | "arn" | "createdAt" | "changedAt"> {
  checkGroup(asText(body["GroupName"]));
  checkWindow(body);
  if (body["KmsKeyArn"] !== undefined) throw notEmulated("customer managed keys");
  const token = asText(body["ClientToken"]);
  if (token !== undefined && !CLIENT_TOKEN.test(token))
    throw constraint(
      "clientToken",
      token,
      "Member must satisfy regular expression pattern: ^[a-zA-Z0-9-_]+$",
    );
  const description = asText(body["Description"]);
  if ((description ?? "").length > MAX_DESCRIPTION)
    throw constraint(
      "description",
      description,
      `Member must have length less than or equal to ${MAX_DESCRIPTION}`,
    );
  const expression = asText(body["ScheduleExpression"]);
  if (expression === undefined)
    throw constraint("scheduleExpression", undefined, "Member must not be null");
  const timeZone = asText(body["ScheduleExpressionTimezone"]) ?? "UTC";
  const dueAt = atTime(expression, timeZone);
  if (dueAt <= now) throw invalid(`The schedule ${expression} is in the past.`);
  return {
    description,
    expression,
    timeZone,
    dueAt,
    isEnabled: oneOf(body, "State", ["ENABLED", "DISABLED"]) === "ENABLED",
    deletesItself: oneOf(body, "ActionAfterCompletion", ["NONE", "DELETE"]) === "DELETE",
    target: readTarget(body),
  };
}

function checkWindow(body: JsonRecord): void {
  const window = asRecord(body["FlexibleTimeWindow"]);
  const mode = window?.["Mode"];
  if (mode !== "OFF" && mode !== "FLEXIBLE")
    throw constraint(
      "flexibleTimeWindow.mode",
      mode,
      "Member must satisfy enum value set: [OFF, FLEXIBLE]",
    );
  if (mode === "FLEXIBLE") throw notEmulated("flexible time windows");
  if (window?.["MaximumWindowInMinutes"] !== undefined)
    throw invalid("MaximumWindowInMinutes must not be set when the flexible time window is OFF.");
}

/** One of the words; the first is the default. */
function oneOf(body: JsonRecord, member: string, words: readonly string[]): string {
  const value = body[member] ?? words[0];
  const found = words.find((one) => one === value);
  if (found === undefined)
    throw constraint(member, value, `Member must satisfy enum value set: [${words.join(", ")}]`);
  return found;
}
