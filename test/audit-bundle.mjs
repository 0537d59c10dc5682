// Are there known vulnerabilities in the packages that are bundled? `npm audit` knows the whole tree, the bundler's
// metafile which packages are shipped. Exit 1: yes. Exit 3: the registry did not answer, so nothing is known.
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";

const { inputs } = JSON.parse(await readFile("dist/metafile.json", "utf8"));
const bundled = new Set(
  Object.keys(inputs)
    .map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path)?.[1])
    .filter((name) => name !== undefined),
);
const audit = spawnSync("npm", ["audit", "--json"], { encoding: "utf8" });
const report = parsed(audit.stdout);
if (report?.vulnerabilities === undefined) {
  const why = report?.error?.summary || report?.message || lastLine(audit.stderr);
  console.error(`NOT CHECKED: the registry does not answer audits here (${why}).`);
  console.error(`${bundled.size} packages are bundled; run this again where it does.`);
  process.exit(3);
}
const hit = Object.values(report.vulnerabilities).filter(({ name }) => bundled.has(name));
for (const { name, severity, range, via } of hit)
  console.error(`${name} ${range} (${severity}): ${via.map((one) => one.title ?? one).join("; ")}`);
const others = Object.keys(report.vulnerabilities).length - hit.length;
console.log(
  `${bundled.size} packages are bundled, ${hit.length} of them with known vulnerabilities; ${others} more among tools that are not shipped.`,
);
process.exit(hit.length === 0 ? 0 : 1);

function lastLine(text) {
  const lines = text.split("\n").filter((line) => /audit|error/i.test(line));
  return lines[0] ?? "no answer";
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
