import type { AppInput, AppState } from "./app-models.ts";
import { environmentNumber, tickstormConnections, tickstormHeapGoalBytes } from "./app-models.ts";
import { MEBIBYTE } from "./quantity.ts";
import type { Workload } from "./workloads.ts";

export interface LogMoment {
  readonly workload: Workload;
  readonly app: AppState;
  readonly input: Omit<AppInput, "seconds" | "random">;
  readonly memoryBytes: number;
  readonly atMs: number;
}

const clock = (atMs: number): string => new Date(atMs).toISOString().replace("T", " ").slice(0, 23).replace(".", ",");

const mebibytes = (bytes: number): string => (bytes / MEBIBYTE).toFixed(0);

function pythonLine({ workload, app, input, memoryBytes, atMs }: LogMoment): string {
  const head = `${clock(atMs)} INFO`;
  switch (workload.model) {
    case "nlp": {
      const batch = environmentNumber(input.environment, "NLP_BATCH_SIZE", 200);
      const number = Math.floor(app.handled / batch) + 1;
      return `${head} sie.worker.nlp: batch ${number}: ${batch} documents, ${Math.floor(app.handled)} done since start, rss=${mebibytes(memoryBytes)}MiB`;
    }
    case "ocr":
      return `${head} sie.worker.ocr: page ${Math.floor(app.handled)} recognised, rss=${mebibytes(memoryBytes)}MiB`;
    default:
      return `${head} uvicorn.access: "GET /v1/documents/${4000 + (Math.floor(app.handled) % 500)} HTTP/1.1" 200`;
  }
}

/** One line of the application's log, as of now. */
export function appLogLine(moment: LogMoment): string {
  const { workload, app, input, atMs } = moment;
  if (workload.model === "tickstorm") {
    const stamp = new Date(atMs).toISOString();
    return `{"level":"info","ts":"${stamp}","msg":"stats","connections":${tickstormConnections(input)},"rss_mib":${mebibytes(moment.memoryBytes)},"next_gc_mib":${mebibytes(tickstormHeapGoalBytes(app, input))},"gc":${app.collections}}`;
  }
  if (workload.model === "small") {
    return `[INFO] ${workload.container} ok, ${Math.floor(app.handled)} requests`;
  }
  return pythonLine(moment);
}

/** What a container writes when it starts. */
export function startLogLines(workload: Workload, environment: Readonly<Record<string, string>>): readonly string[] {
  const settings = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return [`starting ${workload.container} (${workload.image})`, `settings: ${settings.join(" ") || "defaults"}`];
}
