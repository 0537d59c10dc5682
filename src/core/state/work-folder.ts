/** The folder, beside the Spec, that holds all that a run writes by itself. */
export const WORK_FOLDER = ".live-origin";

/** In that folder, what a running sandbox tells the commands there. */
export const SANDBOX_FILE = "sandbox.json";
