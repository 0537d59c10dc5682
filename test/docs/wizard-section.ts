/** The README's words about the wizard. */
export const WIZARD_SECTION = `### The wizard

\`live-origin init\` at a terminal asks whether to rehearse or to go live, then for the audience, the days, the region, the input and
the ladder. Enter takes what is shown: for a stack that exists, what it was last made with. Whatever a flag, a variable or \`live-origin.json\` says is echoed, not asked. The summary leads
back to any answer; then come the plan and one confirmation. Ctrl-C and Ctrl-D leave at any question with nothing made. At the end of the
questions it prints the command that says the same without asking, and offers to save the answers as \`live-origin.json\`.

The saved file begins with \`$schema\`, so that editors complete and check it: \`./node_modules/live-origin/dist/live-origin.schema.json\`
where live-origin is installed beside it, else the same file of the published package at unpkg.com.

Every setting that is asked for has a flag, a variable and a key of the file, in the table above. The Momento key itself is never in a file that is
committed: \`momentoKeyFile\` names the file that holds it, from the folder of \`live-origin.json\`. Where the account has a
MediaLiveAccessRole, it is offered (\`--role-arn\`). Consent to something that cannot be undone is a flag only, so that no
variable left over from another day gives it: \`--yes\`, \`--allow-interruption\`, \`--replace-input\`, \`--adopt-cache\`, \`--allow-over-limit\`,
\`--accept-key-leak\`, \`--rebuild-state\`, \`--delete-cache\`, \`--confirm NAME\`; so have \`--start\` and \`--obs-profile\`, which concern one run. Keys pressed while something is
created answer nothing; Ctrl-C always works.

Without a terminal, in CI, with \`--json\` or \`--no-input\`, nothing is asked: what is missing is named all at once (exit 4). \`--yes\`
answers the plan only. A variable that nearly is one of ours is refused, because ignoring it would build something else.

\`--obs-profile FOLDER\` (init, start) writes a profile that OBS imports: server, key, and the Spec's keyframe interval.
Tab completion: \`source <(live-origin completion bash)\` (or \`zsh\`; \`live-origin completion fish | source\`; in
PowerShell \`live-origin completion powershell | Out-String | Invoke-Expression\`).`;
