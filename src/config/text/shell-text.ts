import { unprintableIn } from "./printable.ts";

/** Whose words a printed command is written in; `any` where it is not known: only what all of them read alike. */
export type Shell = "posix" | "powershell" | "any";

/** A variable of the environment, which the shell fills in. */
type Variable = { readonly variable: string };

/** One argument: text, or text of ours with variables in it. What comes from elsewhere is never beside a variable's quotes. */
export type Word = string | readonly (string | Variable)[];

/** Programs that are no script: npm's scripts for Windows hand their arguments to `cmd`, which reads some signs anew. */
const EXECUTABLES = ["curl", "ffmpeg", "ffprobe"];

/**
 * A command to be typed, each word quoted so that the program gets it as it is and nothing else runs: in `posix` as sh, bash,
 * zsh and fish read it. A command that cannot be written so is not: a remark stands in its place.
 */
export function shellText(words: readonly Word[], shell: Shell): string {
  const [program = ""] = words;
  const isScript = typeof program !== "string" || !EXECUTABLES.includes(program);
  for (const part of words.flat()) {
    const why = typeof part === "string" ? unfaithful(part, shell, isScript) : undefined;
    if (why !== undefined) return `# not printed as a command, because one of its words has ${why}`;
  }
  // In Windows PowerShell `curl` is another program (Microsoft, about_Aliases).
  const first = program === "curl" && shell === "powershell" ? "curl.exe" : program;
  return [first, ...words.slice(1)].map((word) => wordText(word, shell)).join(" ");
}

/** A flag and its value as words; a value that looks like a flag is tied to its own. */
export function flagWords(flag: string, value: string): readonly string[] {
  return value.startsWith("-") ? [`${flag}=${value}`] : [flag, value];
}

/** Single quotes to Windows PowerShell, whichever way they lean (Microsoft, about_Quoting_Rules). */
const LEANING_QUOTES = /[\u2018-\u201B]/;

function unfaithful(text: string, shell: Shell, isScript: boolean): string | undefined {
  const unprintable = unprintableIn(text);
  if (unprintable !== undefined) return unprintable;
  if (shell === "posix") return undefined;
  if (LEANING_QUOTES.test(text)) return "a curly quote";
  // Windows PowerShell hands these on in another way than it was given them (Microsoft, about_Parsing).
  if (text === "") return "nothing in it";
  if (text.includes('"')) return "a double quote";
  if (text.endsWith("\\")) return "a backslash at its end";
  if (isScript && /[&|<>^%]/.test(text)) return "a sign that cmd would obey";
  return shell === "any" && /['\\]/.test(text) ? "a quote or a backslash" : undefined;
}

function wordText(word: Word, shell: Shell): string {
  if (typeof word === "string") return isBare(word, shell) ? word : literal(word, shell);
  const isOurs = word.every((part) => typeof part !== "string" || /^[\w .:-]*$/.test(part));
  if (isOurs) return `"${word.map((part) => inDoubleQuotes(part, shell)).join("")}"`;
  const parts = word.filter((part) => part !== "");
  const joined = parts.map((part) => argument(part, shell));
  return shell === "posix" ? joined.join("") : `(${joined.join(" + ")})`;
}

function argument(part: string | Variable, shell: Shell): string {
  return typeof part === "string" ? literal(part, shell) : `"${inDoubleQuotes(part, shell)}"`;
}

function inDoubleQuotes(part: string | Variable, shell: Shell): string {
  if (typeof part === "string") return part;
  return shell === "powershell" ? `\${env:${part.variable}}` : `$${part.variable}`;
}

/** zsh reads `=` at the beginning as the path of a command; PowerShell splits words at commas, and flags at dots. */
function isBare(word: string, shell: Shell): boolean {
  return shell === "posix"
    ? /^[\w@+:,./-][\w@%+=:,./-]*$/.test(word)
    : /^(?:--?[A-Za-z][\w:-]*|[A-Za-z][\w./:=-]*|\d+k?)$/.test(word);
}

/**
 * fish reads backslashes inside of single quotes and the others do not, so they stand outside of them, where all read them
 * alike.
 */
function literal(text: string, shell: Shell): string {
  if (shell !== "posix") return `'${text.replaceAll("'", "''")}'`;
  if (text === "") return "''";
  return text.replaceAll(/[^'\\]+|['\\]/g, (run) => (/['\\]/.test(run) ? `\\${run}` : `'${run}'`));
}
