import "server-only";
import { parentPort } from "node:worker_threads";
import { parseRunbook } from "@/lib/core/runbook/parse-runbook";

parentPort?.on(
  "message",
  ({ id, source, path }: { readonly id: number; readonly source: string; readonly path: string }) => {
    parentPort?.postMessage({ id, runbook: parseRunbook({ source, path }) });
  },
);
