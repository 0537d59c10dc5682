import { STACKS, type Completion } from "./completion-words.ts";

/** The script for fish: `live-origin completion fish | source`. */
export function fishCompletion(completion: Completion): string {
  const { commands, values, stackFlags, fileFlags, valueFlags } = completion;
  const lines = commands.flatMap(({ name, summary, flags }) => [
    `complete -c live-origin -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ...(completion.arguments[name] ?? []).map(
      (word) => `complete -c live-origin -n '__fish_seen_subcommand_from ${name}' -a ${word}`,
    ),
    ...flags.map((flag) => {
      const words = values[flag];
      const takes = stackFlags.includes(flag)
        ? ` -x -a '(__live_origin_stacks)'`
        : fileFlags.includes(flag)
          ? " -r -F"
          : words === undefined
            ? valueFlags.includes(flag)
              ? " -x"
              : ""
            : ` -x -a ${quoted(words.join(" "))}`;
      return `complete -c live-origin -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}${takes}`;
    }),
  ]);
  return `# live-origin: completion for fish
function __live_origin_stacks
  ${STACKS}
end
complete -c live-origin -f
${lines.join("\n")}
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`\'`)}'`;
}
