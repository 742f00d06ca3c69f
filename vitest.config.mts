import { defineConfig } from "vitest/config";
import { viteTemplates } from "./server/compileTemplate.mjs";

/** Unit tests: test/ mirrors server/src. Those that need ../shared skip themselves, with a line that says so, where it is absent. */
export default defineConfig({
  plugins: [viteTemplates],
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/vscode/**", "node_modules/**"],
    // Far more than any takes, for machines that are slow or have much else to do: what hangs is ended, nothing is measured.
    testTimeout: 300_000,
    hookTimeout: 120_000,
    globalSetup: ["test/support/buildCli.ts"],
    setupFiles: ["test/support/seed.ts"],
  },
});
