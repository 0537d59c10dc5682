import { isAwsError } from "./aws-error.ts";

/** What AWS answers, or undefined where it refuses with one of these exceptions. Every other failure passes through. */
export async function unlessRefused<Answer>(
  sent: Promise<Answer>,
  ...names: readonly string[]
): Promise<Answer | undefined> {
  try {
    return await sent;
  } catch (error) {
    if (isAwsError(error, ...names)) return undefined;
    throw error;
  }
}
