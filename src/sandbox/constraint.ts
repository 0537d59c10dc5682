/** What AWS's services say of a member that breaks a constraint of their API model; undefined for one that was not sent. */
export function constraintText(member: string, value: unknown, constraint: string): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const shown = text === undefined || text === "null" ? "null" : `'${text}'`;
  return `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: ${constraint}`;
}

/** The constraint that a number outside its range breaks. */
export function rangeConstraint(value: number, { min, max }: { min: number; max: number }): string {
  return value < min
    ? `Member must have value greater than or equal to ${min}`
    : `Member must have value less than or equal to ${max}`;
}
