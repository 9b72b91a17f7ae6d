import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const backend = process.env.NITKA_API;

/** Example data for working on the desk without a backend; never part of a build. */
async function exampleData(): Promise<Plugin[]> {
  if (backend) return [];
  const { exampleServer } = await import("./dev/plugin");
  return [exampleServer()];
}

export default defineConfig(async ({ command }) => ({
  base: "/",
  plugins: [react(), ...(command === "serve" ? await exampleData() : [])],
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
