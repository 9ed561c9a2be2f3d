import { readdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Suite } from "./case";

const folder = fileURLToPath(new URL("./", import.meta.url));

/** The `suite` of every file of cases beside this one. */
export async function loadSuites(): Promise<readonly Suite[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith(".cases.ts"));
  return Promise.all(files.sort().map(async (name) => (await import(pathToFileURL(folder + name).href)).suite));
}
