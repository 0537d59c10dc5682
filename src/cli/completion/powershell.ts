import type { Completion } from "./completion-words.ts";

/** The script for PowerShell: `live-origin completion powershell | Out-String | Invoke-Expression`, in `$PROFILE` for every session. */
export function powershellCompletion(completion: Completion): string {
  const { commands, values, stackFlags, fileFlags, valueFlags } = completion;
  const byCommand = commands.map(
    ({ name, flags }) => `    ${quoted(name)} = ${array([...wordsOf(completion, name), ...flags])}`,
  );
  const summaries = commands.map(({ name, summary }) => `    ${quoted(name)} = ${quoted(summary)}`);
  const byFlag = Object.entries(values).map(
    ([flag, words]) => `    ${quoted(flag)} = ${array(words)}`,
  );
  return `# live-origin: completion for PowerShell
Register-ArgumentCompleter -Native -CommandName live-origin -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $summaries = @{
${summaries.join("\n")}
  }
  $words = @{
${byCommand.join("\n")}
  }
  $values = @{
${byFlag.join("\n")}
  }
  $stackFlags = ${array(stackFlags)}
  $fileFlags = ${array(fileFlags)}
  $valueFlags = ${array(valueFlags)}
  $typed = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
  $before = if ($typed.Count -gt 0) { $typed[-1] } else { '' }
  $prefix = ''
  $word = $wordToComplete
  if ($wordToComplete -match '^(--[\\w-]+)=(.*)$') {
    $before = $Matches[1]
    $word = $Matches[2]
    $prefix = "$before="
  }
  $offered = if ($stackFlags -contains $before) {
    @('.live-origin', '.live-origin/sandbox') | Where-Object { Test-Path $_ } |
      ForEach-Object { Get-ChildItem -Directory $_ } | ForEach-Object { $_.Name } |
      Where-Object { $_ -cmatch '^[a-z][a-z0-9-]*$' -and $_ -ne 'sandbox' } | Sort-Object -Unique
  } elseif ($values.ContainsKey($before)) {
    $values[$before]
  } elseif ($fileFlags -contains $before -or $valueFlags -contains $before) {
    @()
  } elseif ($typed.Count -le 1) {
    @($summaries.Keys | Sort-Object) + @('--help', '--version')
  } elseif ($words.ContainsKey($typed[1])) {
    $words[$typed[1]]
  }
  $offered | Where-Object { $_ -and $_.StartsWith($word) } | ForEach-Object {
    $help = if ($typed.Count -le 1 -and $summaries.ContainsKey($_)) { $summaries[$_] } else { $_ }
    [System.Management.Automation.CompletionResult]::new("$prefix$_", $_, 'ParameterValue', $help)
  }
}
`;
}

function wordsOf(completion: Completion, command: string): readonly string[] {
  return completion.arguments[command] ?? [];
}

function array(words: readonly string[]): string {
  return `@(${words.map(quoted).join(", ")})`;
}

/** A single-quoted string of PowerShell, which reads every sign in it as itself but the quote (Microsoft, about_Quoting_Rules). */
function quoted(text: string): string {
  return `'${text.replaceAll(/['\u2018-\u201B]/g, (quote) => quote + quote)}'`;
}
