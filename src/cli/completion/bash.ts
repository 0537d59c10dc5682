import { STACKS, type Completion } from "./completion-words.ts";

/** The script for bash: `source <(live-origin completion bash)`. */
export function bashCompletion(completion: Completion): string {
  const { commands, values, stackFlags, fileFlags, valueFlags } = completion;
  const byFlag = Object.entries(values).map(
    ([flag, words]) =>
      `    ${flag}) COMPREPLY=($(compgen -W "${words.join(" ")}" -- "$word")); return ;;`,
  );
  const byCommand = commands.map(
    ({ name, flags }) =>
      `    ${name}) words="${[...(completion.arguments[name] ?? []), ...flags].join(" ")}" ;;`,
  );
  return `# live-origin: completion for bash
_live_origin() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" words
  # bash splits --ladder=hd into three words.
  if [ "$word" = "=" ]; then word=""
  elif [ "$before" = "=" ]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  case "$before" in
    ${stackFlags.join("|")}) COMPREPLY=($(compgen -W "$(${STACKS})" -- "$word")); return ;;
    ${fileFlags.join("|")}) compopt -o filenames 2>/dev/null; local IFS=$'\\n'; COMPREPLY=($(compgen -f -- "$word")); return ;;
${byFlag.join("\n")}
    ${valueFlags.join("|")}) COMPREPLY=(); return ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")} --help --version" -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${byCommand.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _live_origin live-origin
`;
}
