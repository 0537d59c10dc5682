/** Thrown for a channel that this encoder cannot run: what is missing, in the words of the API. */
export class RefusedSettings extends Error {
  override readonly name = "RefusedSettings";
}
