import { defineConfig } from "vitest/config";

// One run for every workspace; a test that needs a DOM says so with `@vitest-environment happy-dom`.
export default defineConfig({
  test: {
    include: ["{console,ui,api-client,widget}/**/*.test.{ts,tsx}"],
    environment: "node",
    // The desk's users live in many zones; the tests live in one.
    env: { TZ: "Europe/Moscow" },
  },
});
