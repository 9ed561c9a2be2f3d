import type { LivePod } from "../world/context.ts";
import type { LogBook, LogLine } from "../world/log-book.ts";
import { type ApiCall, type ApiOutcome, STREAMED } from "./api-call.ts";
import { ApiError, notFound } from "./api-error.ts";

interface LogSource {
  readonly live: LivePod;
  readonly pod: string;
  readonly container: string;
}

/** The running pod and the container a request names; throws what the API server says when they do not fit. */
export function containerOf(call: Pick<ApiCall, "cluster" | "target" | "query">): LogSource {
  const { context } = call.cluster.world;
  const { namespace, name = "" } = call.target;
  const pod = context.store.get("pods", { namespace, name });
  const live = context.live.get(pod?.metadata.uid ?? "");
  if (pod === undefined || live === undefined) {
    throw notFound({ resource: "pods", group: "", name });
  }
  // An empty name stands for the only container, as does none.
  const container = call.query.get("container") || (pod.spec.containers[0]?.name ?? "");
  if (!pod.spec.containers.some((each) => each.name === container)) {
    throw new ApiError("BadRequest", `container ${container} is not valid for pod ${name}`);
  }
  return { live, pod: name, container };
}

function bookOf(source: LogSource, isPrevious: boolean): LogBook {
  const { live, pod, container } = source;
  if (live.phase === "unscheduled" || live.phase === "creating") {
    throw new ApiError("BadRequest", `container "${container}" in pod "${pod}" is waiting to start: ContainerCreating`);
  }
  if (!isPrevious) {
    return live.log;
  }
  // While the container is down, its last run is both the newest and the previous one.
  const isDown = live.phase === "exited" || live.phase === "backing-off";
  const previous = isDown ? live.log : live.previousLog;
  if (previous === undefined) {
    throw new ApiError("BadRequest", `previous terminated container "${container}" in pod "${pod}" not found`);
  }
  return previous;
}

function sinceMs(call: ApiCall): number {
  const seconds = call.query.get("sinceSeconds");
  const time = call.query.get("sinceTime");
  if (seconds !== null) {
    return call.cluster.world.context.nowMs - Number(seconds) * 1000;
  }
  return time === null ? 0 : Date.parse(time);
}

function chosenLines(call: ApiCall, book: LogBook): readonly LogLine[] {
  const from = sinceMs(call);
  const lines = book.lines().filter(({ atMs }) => atMs >= from);
  const tail = call.query.get("tailLines");
  return tail === null ? lines : lines.slice(Math.max(0, lines.length - Number(tail)));
}

function lineWriter(call: ApiCall): (line: LogLine) => string {
  const isStamped = call.query.get("timestamps") === "true";
  return ({ atMs, text }) => `${isStamped ? `${new Date(atMs).toISOString().replace("Z", "000000Z")} ` : ""}${text}\n`;
}

function followBook(call: ApiCall, book: LogBook): void {
  const write = lineWriter(call);
  const stop = book.follow((line) => {
    if (line === undefined) {
      call.response.end();
    } else {
      call.response.write(write(line));
    }
  });
  call.response.on("close", stop);
}

/** The `log` subresource: what a container wrote, and with `follow` what it goes on to write. */
export function readLog(call: ApiCall): ApiOutcome {
  const book = bookOf(containerOf(call), call.query.get("previous") === "true");
  const text = chosenLines(call, book).map(lineWriter(call)).join("");
  const limit = call.query.get("limitBytes");
  call.response.writeHead(200, { "content-type": "text/plain" });
  call.response.write(limit === null ? text : Buffer.from(text).subarray(0, Number(limit)));
  if (call.query.get("follow") === "true" && !book.isClosed()) {
    followBook(call, book);
  } else {
    call.response.end();
  }
  return STREAMED;
}
