// Speed as ratios of two things measured in one run, which say the same on a slow machine as on a fast one: `npm run bench`.
import { benchEdge } from "./edge.mjs";
import { benchEncoder } from "./encoder.mjs";
import { benchHelp } from "./help.mjs";
import { benchQuestion } from "./question.mjs";

for (const bench of [benchHelp, benchQuestion, benchEdge, benchEncoder])
  for (const [what, ratio, detail] of await bench())
    console.log(`${what.padEnd(46)} ${ratio.padStart(9)}   ${detail}`);
