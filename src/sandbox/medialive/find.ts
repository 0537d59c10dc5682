import type { Call } from "./call.ts";
import type { Channel, Group, Input } from "./records.ts";
import { notFound } from "./refusals.ts";
import type { Region } from "./region.ts";

/** The channel that a path names, deleted ones included. Throws NotFoundException. */
export function anyChannel(region: Region, { params }: Call): Channel {
  const id = params["id"] ?? "";
  const found = region.channels.get(id);
  if (found === undefined) throw notFound("channel", id);
  return found;
}

/** As {@link anyChannel}; one in state DELETED can only be described, anything else is a NotFoundException (inferred). */
export function liveChannel(region: Region, call: Call): Channel {
  const found = anyChannel(region, call);
  if (found.state === "DELETED") throw notFound("channel", found.id);
  return found;
}

/** The input that a path names, deleted ones included. Throws NotFoundException. */
export function anyInput(region: Region, { params }: Call): Input {
  const id = params["id"] ?? "";
  const found = region.inputs.get(id);
  if (found === undefined) throw notFound("input", id);
  return found;
}

/** As {@link anyInput} without the deleted ones. */
export function liveInput(region: Region, call: Call): Input {
  const found = anyInput(region, call);
  if (found.state === "DELETED") throw notFound("input", found.id);
  return found;
}

/** The input security group that a path names, deleted ones included. Throws NotFoundException. */
export function anyGroup(region: Region, { params }: Call): Group {
  const id = params["id"] ?? "";
  const found = region.groups.get(id);
  if (found === undefined) throw notFound("input security group", id);
  return found;
}

/** As {@link anyGroup} without the deleted ones. */
export function liveGroup(region: Region, call: Call): Group {
  const found = anyGroup(region, call);
  if (found.state === "DELETED") throw notFound("input security group", found.id);
  return found;
}
