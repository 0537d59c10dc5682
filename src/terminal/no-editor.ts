/** Stands in for the package behind inquirer's editor prompt, which is never asked, so that it stays out of the bundle. */
export function editAsync(): never {
  throw new Error("the editor prompt is not part of live-origin");
}
