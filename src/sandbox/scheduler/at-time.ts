import { constraint, invalid, notEmulated } from "./refusals.ts";

const AT = /^at\((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\)$/;

/**
 * When a one-time expression falls due, epoch milliseconds: `at(yyyy-mm-ddThh:mm:ss)` in a time zone of the IANA database
 * (EventBridge Scheduler user guide, schedule types). Throws ValidationException for anything that is no such moment.
 */
export function atTime(expression: string, timeZone: string): number {
  if (/^(rate|cron)\(/.test(expression)) throw notEmulated("recurring schedules");
  const parts = AT.exec(expression)?.slice(1).map(Number);
  if (parts === undefined) throw invalid(`Invalid Schedule Expression ${expression}.`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  // Date.UTC carries over what no calendar has: the 30th of February, the 61st minute.
  const isReal = new Date(wall).toISOString().startsWith(expression.slice(3, -1));
  if (!isReal) throw invalid(`Invalid Schedule Expression ${expression}.`);
  // Twice, because the offset at the first guess may be that of the other side of a change of clocks.
  const guess = wall - offsetAt(wall, timeZone);
  return wall - offsetAt(guess, timeZone);
}

/** How far the zone's clocks are ahead of UTC at a moment, milliseconds. Throws ValidationException for an unknown zone. */
function offsetAt(moment: number, timeZone: string): number {
  const parts = new Map(formatOf(timeZone).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return (
    Date.UTC(
      part("year"),
      part("month") - 1,
      part("day"),
      part("hour"),
      part("minute"),
      part("second"),
    ) - moment
  );

  function formatOf(zone: string): readonly Intl.DateTimeFormatPart[] {
    try {
      const format = new Intl.DateTimeFormat("en-US", {
        timeZone: zone,
        hourCycle: "h23",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
      });
      return format.formatToParts(moment);
    } catch {
      throw constraint("scheduleExpressionTimezone", zone, "Member must be a known time zone");
    }
  }
}
