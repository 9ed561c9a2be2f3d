import "server-only";
import { goDurationSeconds } from "../durations";
import { CommandFailure, serverFailure } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import type { KubeObject } from "../objects";
import { chooseContainer, containerNames, defaultedNotice, podFor, podsBySelector } from "../pods";

const flagTable: FlagTable = {
  follow: { kind: "switch", short: "f" },
  previous: { kind: "switch", short: "p" },
  container: { kind: "value", short: "c" },
  selector: { kind: "value", short: "l" },
  tail: { kind: "value" },
  since: { kind: "value" },
  "since-time": { kind: "value" },
  timestamps: { kind: "switch" },
  prefix: { kind: "switch" },
  "all-containers": { kind: "switch" },
  "limit-bytes": { kind: "value" },
  "ignore-errors": { kind: "switch" },
  "max-log-requests": { kind: "value" },
};

type Source = { readonly pod: KubeObject; readonly container: string };

/** kubectl logs: of one pod, of a workload's pod, or of all pods of a selector. */
export async function logs(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "logs");
  const sources = await sourcesOf(flags, call);
  if (sources.length === 0) {
    call.io.write("stderr", `No resources found in ${call.namespace} namespace.\n`);
    return 0;
  }
  const query = logQuery(flags);
  if (flags.has("follow")) {
    await Promise.all(sources.map((source) => printLog(source, { flags, query }, call)));
  } else {
    for (const source of sources) {
      await printLog(source, { flags, query }, call);
    }
  }
  return 0;
}

async function sourcesOf(flags: Flags, call: Invocation): Promise<readonly Source[]> {
  const [word, inlineContainer] = flags.words;
  const selector = flags.get("selector");
  if (word === undefined && selector === undefined) {
    throw new CommandFailure(
      "error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command\nSee 'kubectl logs -h' for help and examples",
    );
  }
  if (selector === "") {
    throw new CommandFailure("error: an empty selector would mean every pod: name one");
  }
  call.check({ namespace: call.namespace, risk: "read", description: `logs ${word ?? selector}` });
  const pods = word === undefined ? await podsBySelector(call, selector ?? "") : [await podOrLogError(call, word)];
  const wanted = flags.get("container") ?? inlineContainer;
  return pods.flatMap((pod) => {
    if (flags.has("all-containers")) {
      return containerNames(pod).map((container) => ({ pod, container }));
    }
    const { name, isDefaulted } = chooseContainer(pod, wanted);
    if (isDefaulted) {
      call.io.write("stderr", defaultedNotice(pod, name));
    }
    return [{ pod, container: name }];
  });
}

/** For logs, kubectl says in which namespace a pod was looked for. */
async function podOrLogError(call: Invocation, word: string): Promise<KubeObject> {
  try {
    return await podFor(call, word);
  } catch (error) {
    if (error instanceof CommandFailure && error.message === `Error from server (NotFound): pods "${word}" not found`) {
      throw new CommandFailure(
        `error: error from server (NotFound): pods "${word}" not found in namespace "${call.namespace}"`,
      );
    }
    throw error;
  }
}

function logQuery(flags: Flags): URLSearchParams {
  const query = new URLSearchParams();
  const tail = flags.get("tail") ?? (flags.get("selector") === undefined ? "-1" : "10");
  if (!/^-?\d+$/.test(tail)) {
    throw invalidArgument("tail", tail, `strconv.ParseInt: parsing "${tail}": invalid syntax`);
  }
  const values = [
    ["tailLines", tail === "-1" ? undefined : tail],
    ["sinceSeconds", sinceSeconds(flags.get("since"))],
    ["sinceTime", flags.get("since-time")],
    ["limitBytes", flags.get("limit-bytes")],
    ...(["follow", "previous", "timestamps"] as const).map(
      (flag) => [flag, flags.has(flag) ? "true" : undefined] as const,
    ),
  ] as const;
  for (const [parameter, value] of values) {
    if (value !== undefined) {
      query.set(parameter, value);
    }
  }
  return query;
}

function sinceSeconds(since: string | undefined): string | undefined {
  if (since === undefined) {
    return undefined;
  }
  const seconds = goDurationSeconds(since);
  if (seconds === null) {
    throw invalidArgument("since", since, `time: invalid duration "${since}"`);
  }
  return String(Math.ceil(seconds));
}

function invalidArgument(flag: string, value: string, why: string): CommandFailure {
  return new CommandFailure(
    `error: invalid argument "${value}" for "--${flag}" flag: ${why}\nSee 'kubectl logs --help' for usage.`,
  );
}

async function printLog(
  { pod, container }: Source,
  { flags, query }: { flags: Flags; query: URLSearchParams },
  call: Invocation,
): Promise<void> {
  const all = new URLSearchParams(query);
  all.set("container", container);
  const path = `/api/v1/namespaces/${encodeURIComponent(call.namespace)}/pods/${encodeURIComponent(pod.metadata.name)}/log?${all}`;
  const stream = await call.connection.stream({ path, accept: "*/*", signal: call.io.signal });
  if (stream.refused) {
    throw serverFailure(stream.refused);
  }
  const prefix = flags.has("prefix") ? `[pod/${pod.metadata.name}/${container}] ` : "";
  const decoder = new TextDecoder();
  const lines = prefix === "" ? null : linePrefixer(prefix);
  for await (const piece of stream.body) {
    const text = decoder.decode(piece, { stream: true });
    call.out(lines ? lines(text) : text);
  }
}

function linePrefixer(prefix: string): (text: string) => string {
  let isLineStart = true;
  return (text) => {
    const prefixed = text.replace(/[^\n]*(\n|$)/g, (line) => {
      const marked = line === "" ? "" : (isLineStart ? prefix : "") + line;
      isLineStart = line === "" ? isLineStart : line.endsWith("\n");
      return marked;
    });
    return prefixed;
  };
}
