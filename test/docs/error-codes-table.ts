import { ERROR_CODES } from "../../src/config/error-codes.ts";

/** The table of all error codes in Markdown, folded away. Made from the one table of codes. */
export function errorCodesTable(): string {
  const rows = Object.entries(ERROR_CODES).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return [
    "<details>",
    `<summary>The ${rows.length} codes</summary>`,
    "",
    "| code | what it means |",
    "| --- | --- |",
    ...rows.map(([code, meaning]) => `| \`${code}\` | ${meaning} |`),
    "",
    "</details>",
  ].join("\n");
}
