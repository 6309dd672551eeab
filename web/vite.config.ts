import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** The page of the API's documentation: kept files of ours, so that it works without internet. */
function apiDocs(): Plugin {
  const shipped = ["swagger-ui.css", "swagger-ui-bundle.js", "LICENSE", "NOTICE"];
  let target = "dist/docs";
  return {
    name: "api-docs",
    apply: "build",
    configResolved(config) {
      target = resolve(config.root, config.build.outDir, "docs");
    },
    closeBundle() {
      const source = dirname(
        createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"),
      );
      mkdirSync(target, { recursive: true });
      for (const name of shipped) cpSync(join(source, name), join(target, name));
      for (const name of ["index.html", "start.js"]) {
        writeFileSync(join(target, name), readFileSync(join("docs-page", name)));
      }
    },
  };
}

const server = process.env.CTI_URL ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react(), apiDocs()],
  resolve: { alias: { "@": join(import.meta.dirname, "src") } },
  build: { target: "es2023", chunkSizeWarningLimit: 600 },
  server: {
    host: "127.0.0.1",
    proxy: { "/api": { target: server, ws: true } },
  },
  test: { include: ["src/**/*.test.ts"] },
});
