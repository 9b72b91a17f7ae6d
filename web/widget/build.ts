// Builds widget.js and its lazy parts, each bundle by itself: a classic script cannot share chunks, so the parts are
// lent the entry's Preact (src/lazy/lent.ts) and take with them only what is their own.
import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../../src/nitka/entrypoints/web_dist");
const PARTS = {
  ru: "words/ru.ts",
  en: "words/en.ts",
  views: "page/views.ts",
  files: "lazy/files.tsx",
  contact: "lazy/contact.tsx",
  emoji: "lazy/emoji.tsx",
  continue: "lazy/continue.tsx",
};
/** Bytes gzipped of the entry with the larger language. */
const MOST = 20_000;

async function bundle(entry: string, lent: boolean, define: Record<string, string> = {}): Promise<string> {
  const stand = join(here, "src/lazy/lent.ts");
  const source = join(here, "src", entry);
  const result = await build({
    configFile: false,
    logLevel: "warn",
    root: here,
    define,
    resolve: lent ? { alias: [{ find: /^preact(\/hooks)?$/, replacement: stand }] } : {},
    plugins: lent ? [withProvide(source, stand)] : [],
    build: {
      write: false,
      target: "es2022",
      cssMinify: true,
      minify: "oxc",
      rolldownOptions: { output: { minify: true } },
      lib: { entry: lent ? `${source}?part` : source, formats: [lent ? "es" : "iife"], name: "nitkaWidget" },
    },
  });
  const [output] = [result].flat() as Rolldown.RolldownOutput[];
  return (output!.output[0] as Rolldown.OutputChunk).code;
}

/** Makes a part export `provide` beside its own, so that the entry can lend it Preact. */
function withProvide(source: string, stand: string) {
  const name = `${source}?part`;
  return {
    name: "nitka-lent",
    enforce: "pre" as const,
    resolveId: (id: string) => (id === name ? `\0${name}.js` : null),
    load: (id: string) =>
      id === `\0${name}.js`
        ? `export * from ${JSON.stringify(source)}; export { provide } from ${JSON.stringify(stand)};`
        : null,
  };
}

/** Writes a file and its packed forms, which the server sends to whoever can unpack them; returns the gzipped size. */
function write(path: string, code: string): number {
  const packed = gzipSync(code, { level: 9 });
  writeFileSync(path, code);
  writeFileSync(`${path}.gz`, packed);
  writeFileSync(`${path}.br`, brotliCompressSync(code));
  return packed.length;
}

const folder = join(out, "widget");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const names: Record<string, string> = {};
const sizes: Record<string, number> = {};
for (const [part, entry] of Object.entries(PARTS)) {
  const code = await bundle(entry, true);
  names[part] = `${part}-${createHash("sha256").update(code).digest("hex").slice(0, 10)}.js`;
  sizes[names[part]] = write(join(folder, names[part]), code);
}
const entry = await bundle("main.ts", false, { PARTS: JSON.stringify(names) });
sizes["widget.js"] = write(join(out, "widget.js"), entry);

for (const [name, bytes] of Object.entries(sizes)) console.log(`${name.padEnd(26)} ${bytes} bytes gzipped`);
const most = sizes["widget.js"] + Math.max(sizes[names.ru!]!, sizes[names.en!]!);
if (most > MOST)
  throw new Error(`The widget with one language takes ${most} bytes gzipped; at most ${MOST} are allowed.`);
