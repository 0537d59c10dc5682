import { defaultText, type Field, isOff } from "../../src/config/fields/field.ts";
import { FIELDS } from "../../src/config/fields/fields.ts";

/** What is asked or read besides the Spec, because it is no part of what is built. A secret is never in the file: its path is. */
const OTHERS: readonly (readonly string[])[] = [
  [
    "`--sandbox`, `--no-sandbox`",
    "`LIVE_ORIGIN_SANDBOX`",
    "`sandbox`",
    "asked",
    "a rehearsal, or for real",
  ],
  ["`--config`", "`LIVE_ORIGIN_CONFIG`", "", "`live-origin.json`", "the file to read"],
  [
    "`--momento-key-file`",
    "`MOMENTO_API_KEY`",
    "`momentoKeyFile`",
    "asked",
    "the account's Momento key: a downloaded `momento_key_info.json`, or `-` for stdin; the variable holds the key itself",
  ],
  [
    "`--profile`",
    "`AWS_PROFILE`",
    "",
    "the AWS chain",
    "the AWS profile; its region is the default region",
  ],
];

/** The table of all settings in Markdown: flag, variable, key of the file, default, purpose. Made from the one table of settings. */
export function settingsTable(): string {
  const rows = [...OTHERS, ...FIELDS.map(rowOf)];
  return [
    "| flag | variable | key in `live-origin.json` | default | what it is |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map((cells) => `| ${cells.map(escaped).join(" | ")} |`),
  ].join("\n");
}

function rowOf(field: Field): readonly string[] {
  const { flag, variable, path, help, choices, kind } = field;
  const negated = kind === "boolean" && !isOff(field);
  const words =
    choices === undefined ? help : `${help}: ${choices.map((word) => `\`${word}\``).join(", ")}`;
  return [
    `\`${negated ? flag.replace("--", "--no-") : flag}\``,
    `\`${variable}\``,
    `\`${path}\``,
    defaultText(field) ?? "",
    words,
  ];
}

function escaped(cell: string): string {
  return cell.replaceAll("|", String.raw`\|`).replaceAll("<", "&lt;");
}

/** Replaces what stands between `<!-- name… -->` and `<!-- /name -->`. Throws when a marker is missing. */
export function withSection(text: string, name: string, content: string): string {
  const pattern = new RegExp(String.raw`(<!-- ${name}\b[^>]*-->)[\s\S]*?(<!-- /${name} -->)`);
  if (!pattern.test(text)) throw new Error(`no section ${name}`);
  return text.replace(
    pattern,
    (_, open: string, close: string) => `${open}\n\n${content}\n\n${close}`,
  );
}
