import type { Invocation } from "../cli/command.ts";
import type { MakingFlags, ProvisionFlags } from "../cli/flags.ts";
import { fieldAt } from "../config/fields/fields.ts";
import { faultsOf } from "../config/fields/value-faults.ts";
import { environmentLayer, flagLayer, type Layer } from "../config/resolve/layer.ts";
import { failureOf } from "../config/resolve/resolution-failure.ts";
import { resolveLayers } from "../config/resolve/resolve-layers.ts";
import type { SpecPart } from "../config/spec.ts";
import { REHEARSAL_SETTINGS } from "./rehearsal-settings.ts";
import { isNothingHere, isUnknownToAws } from "./nothing-here.ts";

type Judging = Invocation<MakingFlags & Partial<ProvisionFlags>>;

/**
 * Refuses settings that are typed, or in the environment, as `gatherConfig` does, before the schema of the file and the services are
 * loaded. Says nothing where a file, a state or a profile of AWS must be read first, and where foreign hosts are refused first.
 */
export async function judgeSettings(
  invocation: Judging,
  parts: readonly SpecPart[],
): Promise<void> {
  const { context, flags, typed } = invocation;
  if (flags.offline === true && flags.dryRun !== true) return;
  const said = [flagLayer(typed), environmentLayer(context.env)];
  const place = await defaultLayer(invocation);
  if (place === undefined || !(await isNothingHere(context, flags))) return;
  const resolution = resolveLayers([...said, place], parts);
  if (resolution.ok || resolution.problems.length === 0) return;
  if (resolution.problems.length === 1 && namesHosts(invocation)) return;
  throw failureOf(resolution);
}

/** What the place suggests; undefined where that is not known without reading files. */
async function defaultLayer({ context, mode }: Judging): Promise<Layer | undefined> {
  const layer = (values: Iterable<readonly [string, unknown]>): Layer => ({
    source: "default",
    values: new Map(values),
    problems: [],
    invalid: [],
  });
  if (mode.isRehearsal) return layer(REHEARSAL_SETTINGS);
  const { env } = context;
  const region = env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"];
  if (region === undefined) return (await isUnknownToAws(context)) ? layer([]) : undefined;
  return faultsOf(fieldAt("region"), region).length > 0 ? undefined : layer([["region", region]]);
}

/** Is anything said of where a Momento credential goes, or a key file brought along? */
function namesHosts({ context, flags, typed }: Judging): boolean {
  const settings = ["origin.endpoint", "origin.accountUrl"].map(fieldAt);
  return (
    settings.some(
      ({ key, variable }) => typed[key] !== undefined || (context.env[variable] ?? "") !== "",
    ) ||
    flags.encoderKeyFile !== undefined ||
    flags.playerKeyFile !== undefined
  );
}
