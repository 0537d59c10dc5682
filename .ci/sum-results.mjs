// Adds up the result files of all test runs and prints one line.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const files = readdirSync(folder).filter((name) => /^results-.*\.json$/.test(name));
let passed = 0;
let failed = 0;
for (const name of files) {
  const results = JSON.parse(readFileSync(join(folder, name), "utf8"));
  passed += results.numPassedTests;
  failed += results.numFailedTests;
  // A file that could not even be loaded counts as a failure, though no test of it ran.
  for (const suite of results.testResults)
    if (suite.status === "failed" && suite.assertionResults.length === 0) failed += 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
