import "server-only";
import { createHash } from "node:crypto";
import { type FSWatcher, watch } from "node:fs";
import path from "node:path";
import { getConfig } from "@/lib/adapters/config/config";
import { databaseReady } from "@/lib/adapters/database/client";
import type { Scope } from "@/lib/adapters/database/transaction";
import { getLog } from "@/lib/adapters/log/process-log";
import { readRunbookFolders } from "@/lib/adapters/runbook-files/read-runbook-folders";
import { createRunbookParser, type RunbookParser } from "@/lib/adapters/runbook-files/runbook-parser";
import type { Worker } from "@/lib/core/kernel/worker";
import { PARSER_VERSION, proseRunbook } from "@/lib/core/runbook/parse-runbook";
import { listIndexed } from "./data";
import { indexRunbook } from "./mutations/index-runbook";
import { removeRunbook } from "./mutations/remove-runbook";

/** Some file systems tell nothing of changes, so the folders are also looked at now and then. */
const LOOK_AGAIN_MS = 30_000;
const SETTLE_MS = 300;

declare global {
  // Routes are bundled apart; an alert that comes while Headroom starts must wait for the library.
  var headroomLibrary: PromiseWithResolvers<void> | undefined;
}

/** Resolves when the folders have been read once. */
export function libraryReady(): Promise<void> {
  globalThis.headroomLibrary ??= Promise.withResolvers();
  return globalThis.headroomLibrary.promise;
}

/** Keeps the library in step with the folders of the configuration. */
export const runbookWorker: Worker = { name: "runbook", start: startIndexing };

async function startIndexing(): Promise<() => Promise<void>> {
  const parser = createRunbookParser({
    workerPath: path.resolve(/* turbopackIgnore: true */ "dist/runbook-worker.mjs"),
  });
  const folders = getConfig().runbookFolders;
  await indexFolders(folders, parser);
  globalThis.headroomLibrary ??= Promise.withResolvers();
  globalThis.headroomLibrary.resolve();
  let running = Promise.resolve();
  const again = () => {
    running = running
      .then(() => indexFolders(folders, parser))
      .catch((error: unknown) => getLog().warn("Reading the runbooks failed", { error }));
  };
  let settling: NodeJS.Timeout | undefined;
  const watchers = folders.flatMap((folder) =>
    watcherOf(folder, () => {
      clearTimeout(settling);
      settling = setTimeout(again, SETTLE_MS);
    }),
  );
  const timer = setInterval(again, LOOK_AGAIN_MS);
  return async () => {
    clearInterval(timer);
    clearTimeout(settling);
    for (const watcher of watchers) {
      watcher.close();
    }
    await running;
    await parser.close();
  };
}

function watcherOf(folder: string, onChange: () => void): readonly FSWatcher[] {
  try {
    return [
      watch(folder, { recursive: true, persistent: false }, onChange).on("error", (error) =>
        getLog().warn("A runbook folder is no longer watched", { folder, error }),
      ),
    ];
  } catch (error) {
    getLog().warn("A runbook folder cannot be watched; it is looked at every half minute", { folder, error });
    return [];
  }
}

async function indexFolders(folders: readonly string[], parser: RunbookParser): Promise<void> {
  const scope: Scope = {
    actor: { kind: "system", name: "Headroom" },
    database: await databaseReady(),
    now: new Date(),
  };
  const [{ files, problems }, known] = await Promise.all([readRunbookFolders(folders), listIndexed(scope.database)]);
  for (const file of files) {
    const indexed = known.get(file.slug);
    if (indexed?.hash === file.hash && indexed.parserVersion === PARSER_VERSION && indexed.problem === null) {
      continue;
    }
    const runbook = await parser.parse(file);
    await indexRunbook(scope, {
      ...file,
      runbook: { ...runbook, slug: file.slug },
      parserVersion: PARSER_VERSION,
      problem: null,
    });
  }
  for (const { slug, path: shown, message } of problems) {
    if (known.get(slug)?.problem !== message) {
      const runbook = { ...proseRunbook({ source: "", path: shown, message }), slug };
      const hash = createHash("sha256").update(`problem ${slug} ${message}`).digest("hex");
      await indexRunbook(scope, {
        slug,
        path: shown,
        hash,
        source: "",
        runbook,
        parserVersion: PARSER_VERSION,
        problem: message,
      });
    }
  }
  const present = new Set([...files, ...problems].map((file) => file.slug));
  for (const slug of [...known.keys()].filter((candidate) => !present.has(candidate))) {
    await removeRunbook(scope, slug);
  }
}
