import { later, type Region } from "./region.ts";

/** The input uses the security groups: IN_USE at once. */
export function useGroups(region: Region, inputId: string, groupIds: readonly string[]): void {
  for (const id of groupIds) {
    const group = region.groups.get(id);
    if (group === undefined) continue;
    const inputs = [...new Set([...group.inputs, inputId])];
    region.groups.change(id, { inputs, state: group.state === "IDLE" ? "IN_USE" : group.state });
  }
}

/** The input uses the security groups no longer; they become IDLE after a while. */
export function releaseGroups(region: Region, inputId: string, groupIds: readonly string[]): void {
  if (groupIds.length === 0) return;
  later(region, "input-security-group.releasing", () => {
    for (const id of groupIds) {
      const group = region.groups.get(id);
      const input = region.inputs.get(inputId);
      const again = input?.state !== "DELETED" && input?.securityGroups.includes(id) === true;
      if (group === undefined || again) continue;
      const inputs = group.inputs.filter((one) => one !== inputId);
      region.groups.change(id, {
        inputs,
        state: group.state === "IN_USE" && inputs.length === 0 ? "IDLE" : group.state,
      });
    }
  });
}
