import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const backend = process.env.NITKA_API;

/** Example data for working on the desk without a backend; never part of a build. */
async function exampleData(): Promise<Plugin[]> {
  if (backend) return [];
  const { exampleServer } = await import("./dev/plugin");
  return [exampleServer()];
}

/** Leaves a brotli and a gzip copy beside every text: packed once here, and never while somebody waits. */
function packed(): Plugin {
  return {
    name: "nitka-packed",
    apply: "build",
    writeBundle({ dir = "" }, bundle) {
      for (const name of Object.keys(bundle)) {
        if (!/\.(js|css|html|svg)$/.test(name)) continue;
        const path = join(dir, name);
        const text = readFileSync(path);
        if (text.length < 1024) continue;
        writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
        writeFileSync(
          `${path}.br`,
          brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
        );
      }
    },
  };
}

export default defineConfig(async ({ command }) => ({
  base: "/",
  plugins: [react(), packed(), ...(command === "serve" ? await exampleData() : [])],
  server: {
    proxy: backend
      ? {
          "/api": { target: backend, ws: true, changeOrigin: true },
          "/widget.js": backend,
          "/client": backend,
        }
      : undefined,
  },
  build: {
    outDir: "../../src/nitka/entrypoints/web_dist/console",
    emptyOutDir: true,
    target: "es2022",
    sourcemap: false,
    reportCompressedSize: true,
  },
}));
