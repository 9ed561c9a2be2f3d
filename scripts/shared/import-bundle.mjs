// Parts of the product for a program that measures or soaks them, outside Next.
import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Bundles what `contents` exports, as the server's code is, and imports it.
 * @param {string} contents @param {import("esbuild").BuildOptions} [options]
 */
export async function importBundle(contents, options = {}) {
  const folder = mkdtempSync(path.join(root, "node_modules/.headroom-bundle-"));
  const outfile = path.join(folder, "bundle.mjs");
  try {
    await build({
      stdin: { contents, resolveDir: root, loader: "ts" },
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      conditions: ["react-server"],
      alias: { "@": root },
      logLevel: "error",
      ...options,
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
