import type { RotationDocument } from "../core/keys/rotation-report.ts";
import type { Style } from "./style.ts";

/** The report as a person reads it. */
export function renderRotation(report: RotationDocument, style: Style): string {
  const { renewed, cache, keysExpireAt, seenWorking, encoderKeyAtNextStart, notes } = report;
  const words = { encoderKey: "encoder key", playerKey: "player key" } as const;
  const lines = [
    style.bold(report.name),
    `  Replaced           ${renewed.length === 0 ? "nothing" : renewed.map((kind) => words[kind]).join(", ")}`,
    ...(cache === undefined
      ? []
      : [
          `  Cache              ${cache.from} → ${cache.to}${cache.oldIsDeleted ? " (old one deleted)" : ""}`,
        ]),
    `  Encoder key until  ${day(keysExpireAt.encoder)}`,
    `  Player key until   ${day(keysExpireAt.player)}`,
    ...(seenWorking === null
      ? []
      : [
          `  Checked            ${seenWorking ? "the new keys work through the edge" : "the new keys were not seen working"}`,
        ]),
    ...(encoderKeyAtNextStart
      ? ["  Encoder            uses the new key from the channel's next start on"]
      : []),
    ...notes.map((note) => `  ${note}`),
    `  Next               ${report.next}`,
  ];
  return lines.join("\n");
}

function day(at: string | null): string {
  return at === null ? "never expires" : at.slice(0, 10);
}
