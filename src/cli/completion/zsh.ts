import { STACKS, type Completion } from "./completion-words.ts";

/** The script for zsh: `source <(live-origin completion zsh)`, or a file `_live-origin` in `fpath`. */
export function zshCompletion(completion: Completion): string {
  const { commands, values, stackFlags, fileFlags, valueFlags } = completion;
  const byFlag = Object.entries(values).map(
    ([flag, words]) => `    ${flag}) compadd -- ${words.join(" ")}; return ;;`,
  );
  const byCommand = commands.map(
    ({ name, flags }) =>
      `    ${name}) compadd -- ${[...(completion.arguments[name] ?? []), ...flags].join(" ")} ;;`,
  );
  const described = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  return `#compdef live-origin
# live-origin: completion for zsh
_live_origin() {
  local -a commands
  commands=(
${described.join("\n")}
  )
  local before="\${words[CURRENT-1]}"
  if [[ "$PREFIX" == --*=* ]]; then before="\${PREFIX%%=*}"; compset -P 1 '*='; fi
  case "$before" in
    ${stackFlags.join("|")}) compadd -- \${(f)"$(${STACKS})"}; return ;;
    ${fileFlags.join("|")}) _files; return ;;
${byFlag.join("\n")}
    ${valueFlags.join("|")}) _message 'a value'; return ;;
  esac
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    compadd -- --help --version
    return
  fi
  case "\${words[2]}" in
${byCommand.join("\n")}
  esac
}
if [[ "\${funcstack[1]}" == _live-origin ]]; then
  _live_origin "$@"
else
  (( \${+functions[compdef]} )) || { autoload -Uz compinit && compinit -i }
  compdef _live_origin live-origin
fi
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
