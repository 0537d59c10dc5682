import { LiveOriginError } from "../../config/failure.ts";

/** What a command says that works on a stack and finds none of that name here. `init` is the command that would make it. */
export function noStack({
  name,
  isRehearsal,
  init,
  looked,
  others = [],
}: {
  readonly name: string;
  readonly isRehearsal: boolean;
  readonly init: string;
  /** The region where nothing carries its tags either; `nowhere` when none was told to look in. */
  readonly looked?: string | undefined;
  /** Names of those that are in this folder. */
  readonly others?: readonly string[] | undefined;
}): LiveOriginError {
  const elsewhere =
    looked === undefined || looked === "nowhere"
      ? `Or run in the folder where it was made, or take over here what the clouds have of it: ${init} --rebuild-state`
      : "Or look in another region with --region, or in another account with --profile";
  const here =
    looked === "nowhere" ? `${elsewhere}, or say where to look for it: --region` : elsewhere;
  return new LiveOriginError({
    code: "NO_STACK",
    message: `There is no ${isRehearsal ? "rehearsal" : "stack"} called ${name} in this folder${looked === undefined || looked === "nowhere" ? "" : `, and nothing in ${looked} carries its tags`}.`,
    hint: `${othersHere(others)}Make it: ${init}. ${here}.`,
    resource: name,
  });
}

/** What else there is in this folder, and how to mean it. */
export function othersHere(others: readonly string[]): string {
  return others.length === 0 ? "" : `Here there is ${others.join(", ")}: --name says which. `;
}
