// Bundles src into dist: one entry, split per command, no runtime dependencies.
import { copyFile, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { shakeClosure } from "./shake-closure.mjs";

const { version } = JSON.parse(await readFile("package.json", "utf8"));

/** zod brings its messages in fifty languages; ours are in one, and the rest is a tenth of the package. */
const englishOnly = {
  name: "english-only",
  setup({ onLoad }) {
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
  },
};

/**
 * What would be bundled and never run: bowser tells browsers apart for the AWS SDKs; proto-loader reads .proto files for
 * gRPC's channelz and ORCA services, which are never used; two of ora's ninety spinners are drawn; the XML parser checks HTML
 * and XML only; gRPC's outlier detection chooses among many backends, and Momento is one; zod's compiler and its JSON Schema
 * code come with its namespace; Momento's clients for topics, webhooks, leaderboards and functions are never opened, its SDK
 * logs no request, a cache is asked only for what the emulator knows, and most of Closure's library, on which Momento's
 * messages rest, is for browsers.
 */
const unused = {
  name: "unused",
  async setup({ onLoad }) {
    const emulated = await readFile("src/sandbox/momento/scs-service.ts", "utf8");
    const rpcs = [...emulated.matchAll(/wire\._(\w+?)(?:Request|Response)\b/g)].map(
      ([, rpc]) => rpc,
    );
    const usedMessage = new RegExp(`^_(?:${rpcs.join("|")})(?:Request|Response)$`);
    const usedCall = new RegExp(`^(?:rateLimited|(?:send)?(?:${rpcs.join("|")}|SetIf\\w+))$`, "i");
    onLoad({ filter: /node_modules\/bowser\/.*\.m?js$/ }, () => ({
      contents: "export default {};",
    }));
    onLoad({ filter: /node_modules\/@grpc\/proto-loader\/build\/src\/index\.js$/ }, () => ({
      contents: 'exports.loadSync = () => { throw new Error("proto-loader is not bundled"); };',
    }));
    const uncalled =
      /@gomomento\/(?:generated-types\/dist\/(?:cachepubsub|leaderboard|webhook|function(?:_types)?)|sdk\/dist\/src\/(?:topic|preview-leaderboard|preview-function)-client|sdk\/dist\/src\/config\/(?:(?:topic|leaderboard|function)-configurations|middleware\/cache-request-logging)|sdk-core\/dist\/src\/messages\/responses\/(?:cache-(?:batch|dictionary|increment|item|keys?|list|sorted-set|ttl|\w+-with-hash|set-(?:add|contains|fetch|length|pop|remove|sample)|set-if-.*hash)|topic|webhook|leaderboard|function)[\w/-]*)\.js$/;
    onLoad({ filter: uncalled }, () => ({ contents: "module.exports = {};" }));
    // Class names are shortened; this one alone is compared with: the AWS SDKs warn on the console when nobody logs.
    onLoad({ filter: /smithy-client\/NoOpLogger\.js$/ }, async ({ path }) => ({
      contents: `${await readFile(path, "utf8")}Object.defineProperty(NoOpLogger, "name", { value: "NoOpLogger" });`,
    }));
    onLoad({ filter: /google-protobuf\/google-protobuf\.js$/ }, async ({ path }) => ({
      contents: shakeClosure(await readFile(path, "utf8")),
    }));
    // A message that is left out reads as an empty one.
    onLoad({ filter: /generated-types\/dist\/cacheclient\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8"))
        .replaceAll(/^ {4}class (_\w+) extends pb_1\.Message \{\n[^]*?^ {4}\}\n/gm, (whole, name) =>
          usedMessage.test(name)
            ? whole
            : `class ${name} { static deserialize() { return new this(); } }\n`,
        )
        .replaceAll(/^ {4}\(function \((_\w+)\) \{\n[^]*?^ {4}\}\)\(.*\);\n/gm, (whole, name) =>
          usedMessage.test(name) ? whole : "",
        ),
    }));
    onLoad({ filter: /sdk\/dist\/src\/internal\/cache-data-client\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replaceAll(
        /^ {4}async (\w+)\(.*\) \{\n[^]*?^ {4}\}\n/gm,
        (whole, name) => (usedCall.test(name) ? whole : ""),
      ),
    }));
    onLoad({ filter: /grpc-js\/build\/src\/load-balancer-outlier-detection\.js$/ }, () => ({
      contents: "exports.setup = () => {};",
    }));
    const unasked =
      /zod\/v4\/(?:core\/(?:compile|to-json-schema|json-schema-generator|json-schema-processors)|classic\/from-json-schema)\.js$/;
    onLoad({ filter: unasked }, async ({ path }) => {
      const exported = /^export (?:const|function|class) (\w+)/gm;
      const names = [...(await readFile(path, "utf8")).matchAll(exported)].map(([, name]) => name);
      return { contents: names.map((name) => `export const ${name} = () => undefined;`).join("") };
    });
    onLoad(
      { filter: /is-unsafe\/src\/contexts\/(?:log|nosql|redos|shell|sql|sql-strict|svg)\.js$/ },
      () => ({
        contents: "export default [];",
      }),
    );
    // An AWS client reads nothing but name and version from its package.json.
    onLoad({ filter: /@aws-sdk\/client-[\w-]+\/package\.json$/ }, async ({ path }) => {
      const about = JSON.parse(await readFile(path, "utf8"));
      return {
        contents: JSON.stringify({ name: about.name, version: about.version }),
        loader: "json",
      };
    });
    onLoad({ filter: /node_modules\/cli-spinners\/spinners\.json$/ }, async ({ path }) => {
      const { dots, line } = JSON.parse(await readFile(path, "utf8"));
      return { contents: JSON.stringify({ dots, line }), loader: "json" };
    });
  },
};

/**
 * All that is loaded by and by comes after main, and is told so: then what main loads is one chunk, where it would be dozens, cut by
 * who else shares which part of it. A tenth of a start is finding files.
 */
const afterMain = {
  name: "after-main",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ kind, path, resolveDir }) =>
      kind === "dynamic-import"
        ? { path: resolve(resolveDir, path), namespace: "after-main" }
        : undefined,
    );
    onLoad({ filter: /^/, namespace: "after-main" }, ({ path }) => ({
      contents: `import ${JSON.stringify(resolve("src/main.ts"))}; export * from ${JSON.stringify(path)};`,
      resolveDir: resolve("."),
    }));
  },
};

await rm("dist", { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: { main: "src/main.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.17",
  // `module` first: the SDKs' CommonJS builds are larger and cannot be shaken.
  mainFields: ["module", "main"],
  minify: true,
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  plugins: [englishOnly, unused, afterMain],
  define: { LIVE_ORIGIN_VERSION: JSON.stringify(version) },
  logLevel: "warning",
});
for (const path of Object.keys(metafile.outputs)) await takeBuiltins(path);
/**
 * hls.js ships one build with everything and one without other audio; from its sources the parts are chosen one by one.
 */
const HLS_PARTS = {
  ALT_AUDIO: true,
  MEDIA_CAPABILITIES: false,
  CMCD: false,
  CONTENT_STEERING: false,
  EME_DRM: false,
  IFRAMES: false,
  INTERSTITIALS: false,
  M2TS_ADVANCED_CODECS: false,
  SUBTITLES: false,
  VARIABLE_SUBSTITUTION: false,
};
const hlsFromSource = {
  name: "hls-from-source",
  setup({ onLoad, onResolve }) {
    // A variant with RESOLUTION and without CODECS beside one of sound alone: it waits for one buffer and fills two.
    onLoad({ filter: /hls\.js\/src\/controller\/level-controller\.ts$/ }, async ({ path }) => ({
      loader: "ts",
      contents: (await readFile(path, "utf8")).replace(
        "videoCodecFound ||= !!videoCodec",
        "$& || !!(width && height)",
      ),
    }));
    const sources = resolve("node_modules/hls.js/src");
    onResolve({ filter: /^hls\.js$/ }, () => ({ path: join(sources, "hls.ts") }));
    // Dependencies of the parts that are left out.
    onResolve({ filter: /^@svta\// }, () => ({ path: join(sources, "empty-es.js") }));
  },
};
const hlsVersion = JSON.parse(await readFile("node_modules/hls.js/package.json", "utf8")).version;
// The page of `play`: one script with hls.js in it, served as it is.
const { metafile: pageMetafile } = await build({
  entryPoints: { page: "src/play/page/main.ts" },
  outdir: "dist/player",
  bundle: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  mainFields: ["module", "main"],
  minify: true,
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  // As in hls.js's own build.
  tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
  plugins: [hlsFromSource],
  define: {
    __VERSION__: JSON.stringify(hlsVersion),
    __IN_WORKER__: "false",
    __HLS_WORKER_BUNDLE__: "undefined",
    ...Object.fromEntries(
      Object.entries(HLS_PARTS).map(([part, isUsed]) => [`__USE_${part}__`, String(isUsed)]),
    ),
  },
  logLevel: "warning",
});
for (const file of ["page.html", "page.css"])
  await copyFile(`src/play/page/${file}`, `dist/player/${file}`);
await buildHelp();
await writeFile("dist/metafile.json", JSON.stringify(metafile));
await writeFile("dist/live-origin.schema.json", await specSchema());
await writeFile(
  "dist/THIRD-PARTY-LICENSES.txt",
  await licences({ inputs: { ...metafile.inputs, ...pageMetafile.inputs } }),
);

/**
 * Takes what a chunk imports of Node's own modules from them as they are: as modules of ECMAScript each of their getters is read
 * when they are loaded, which opens stdin and loads streams, WebCrypto and more. Bundled CommonJS packages call the same.
 */
async function takeBuiltins(path) {
  const taken = [];
  const rest = (await readFile(path, "utf8")).replaceAll(
    /\bimport ?(?:(?:\* ?as )?([\w$]+) ?)?,?(?:\{([^{}]*)\})?from"(node:\w[\w/]*|\w+)";?/g,
    (whole, all, names, module) => {
      if (!isBuiltin(module)) return whole;
      // All of these are functions but `constants`; they come with the first call, since a first question reads no file.
      const isAllFunctions =
        all === undefined && names !== undefined && !names.includes("constants");
      if (module.endsWith("fs/promises") && isAllFunctions) {
        for (const name of names.split(",")) {
          const [theirs, ours = theirs] = name.split(" as ");
          taken.push(`${ours}=(...given)=>require("${module}").${theirs}(...given)`);
        }
        return "";
      }
      const own = names === undefined ? [] : [`{${names.replaceAll(" as ", ":")}}`];
      for (const name of [...(all === undefined ? [] : [all]), ...own])
        taken.push(`${name}=require("${module}")`);
      return "";
    },
  );
  if (taken.length > 0 || /\brequire\b/.test(rest))
    await writeFile(
      path,
      `const ${["require=process.getBuiltinModule", ...taken].join(",")};${rest}`,
    );
}

/** What `--help` and `--version` say, in a small CommonJS file beside the bundle: it answers before an ES module could be loaded. */
async function buildHelp() {
  const { helpModel } = await evaluated("src/cli/help/built-help.ts");
  await build({
    entryPoints: { help: "src/help.ts" },
    outdir: "dist",
    outExtension: { ".js": ".cjs" },
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20.17",
    minify: true,
    define: { LIVE_ORIGIN_HELP: JSON.stringify(JSON.stringify(helpModel(version))) },
    logLevel: "warning",
  });
}

/** What a file of ours exports; the code of the commands themselves is left out. */
async function evaluated(path) {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["../commands/*"],
    write: false,
  });
  const source = Buffer.from(outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${source}`);
}

/** The JSON Schema of live-origin.json, for editors: made from the schema that judges the file. */
async function specSchema() {
  const { configJsonSchema } = await evaluated("src/config/schema/json-schema.ts");
  return `${JSON.stringify({ $schema: "https://json-schema.org/draft/2020-12/schema", ...configJsonSchema() }, null, 2)}\n`;
}

/** The licences of the packages that the bundle really contains. */
async function licences({ inputs }) {
  const folders = new Set(
    Object.keys(inputs)
      .map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
      .filter((folder) => folder !== undefined),
  );
  const byText = new Map();
  for (const folder of [...folders].sort()) {
    const about = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const name = (await readdir(folder)).find((file) => /^licen[cs]e/i.test(file));
    const text =
      name === undefined ? "(no licence file)" : await readFile(join(folder, name), "utf8");
    const line = `${about.name} ${about.version} (${about.license ?? "see below"})`;
    byText.set(text.trim(), [...(byText.get(text.trim()) ?? []), line]);
  }
  const parts = [...byText].map(([text, packages]) => `${packages.join("\n")}\n\n${text}\n`);
  return parts.join(`\n${"-".repeat(80)}\n\n`);
}
