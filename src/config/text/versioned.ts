/** Raised when a member of a document is renamed, removed or means something else; new members do not raise it. */
const SCHEMA_VERSION = 1;

/** A document as `--json` prints it: with the version of its form in front. An IAM policy has one of its own. */
export function versioned(document: object): object {
  if ("Version" in document) return document;
  return { schemaVersion: SCHEMA_VERSION, ...document };
}
