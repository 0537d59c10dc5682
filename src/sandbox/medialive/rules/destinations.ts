import { asList, asRecord, asText, type JsonRecord } from "../../json.ts";
import { badRequest, type ValidationError, validationError } from "../refusals.ts";
import { repeated } from "./repeated.ts";

const KINDS = ["settings", "mediaPackageSettings", "multiplexSettings"] as const;

/**
 * Exactly one kind of settings for each destination; an empty list counts as one, which is why an answer of Describe
 * cannot be sent back. Throws BadRequestException.
 */
export function checkDestinationKinds(body: JsonRecord): void {
  for (const one of asList(body["destinations"])) {
    const destination = asRecord(one) ?? {};
    const id = asText(destination["id"]) ?? "";
    if (id === "") throw badRequest("Destination id is required");
    if (KINDS.filter((kind) => destination[kind] !== undefined).length !== 1)
      throw badRequest(
        `Exactly one of settings, MediaPackage settings, or Multiplex settings is required for destination ${id}.`,
      );
  }
}

/** What is wrong with the destinations of a channel of this class: one URL for each pipeline. */
export function destinationErrors(
  destinations: unknown,
  channelClass: unknown,
): readonly ValidationError[] {
  const urls = channelClass === "SINGLE_PIPELINE" ? 1 : 2;
  const all = asList(destinations).map((one) => asRecord(one) ?? {});
  return [
    ...repeated(
      all.map((one, index) => [`destinations[${index}].id`, asText(one["id"])]),
      "Destination id",
    ),
    ...all.flatMap((one, index) => {
      const path = `destinations[${index}]`;
      if (one["settings"] === undefined)
        return [validationError(path, "this sandbox emulates destinations with settings only")];
      const settings = asList(one["settings"]).map((inner) => asRecord(inner) ?? {});
      if (settings.length !== urls)
        return [
          validationError(
            `${path}.settings`,
            `a ${urls === 1 ? "SINGLE_PIPELINE" : "STANDARD"} channel needs exactly ${urls} (got ${settings.length})`,
          ),
        ];
      return settings.flatMap((inner, place) => settingErrors(inner, `${path}.settings[${place}]`));
    }),
  ];
}

function settingErrors(setting: JsonRecord, path: string): readonly ValidationError[] {
  const url = asText(setting["url"]) ?? "";
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || parsed.pathname.endsWith("/"))
    return [
      validationError(
        `${path}.url`,
        "Locations should be of the form https://<hostname>/<path>/<base file name>",
      ),
    ];
  const user = asText(setting["username"]) ?? "";
  const password = asText(setting["passwordParam"]) ?? "";
  return (user === "") === (password === "")
    ? []
    : [validationError(path, "username and passwordParam must be set together")];
}
