import { LiveOriginError } from "../config/failure.ts";

/** What one look at the machine or an account came to. */
export type DoctorFinding = {
  readonly id: string;
  readonly about: "machine" | "spec" | "aws" | "momento";
  readonly verdict: "pass" | "warn" | "fail" | "skipped";
  readonly saw: string;
  readonly hint?: string | undefined;
};

type LookResult = Omit<DoctorFinding, "id" | "about">;

/** One look. May throw LiveOriginErrors: they become its failure, with their own hint. */
export type Check = {
  readonly id: string;
  readonly about: DoctorFinding["about"];
  readonly look: () => Promise<LookResult | readonly LookResult[]>;
};

/** Runs all looks side by side and keeps their order. Rejects only with what is no LiveOriginError. */
export async function runChecks(checks: readonly Check[]): Promise<readonly DoctorFinding[]> {
  const found = await Promise.all(
    checks.map(async ({ id, about, look }) => {
      const told = await lookSafely(look);
      return [told].flat().map((each) => ({ id, about, ...each }));
    }),
  );
  return found.flat();
}

async function lookSafely(look: Check["look"]): Promise<LookResult | readonly LookResult[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof LiveOriginError)) throw error;
    return { verdict: "fail", saw: error.message, hint: error.hint };
  }
}
