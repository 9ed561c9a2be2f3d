import "server-only";
import { CommandFailure } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { printInTurn, printTogether } from "./logs/print";
import { logQuery, refuseContradictions } from "./logs/query";
import { type LogSubject, logSources, logSubject } from "./logs/sources";

const flagTable: FlagTable = {
  "all-containers": { kind: "switch" },
  "all-pods": { kind: "switch" },
  container: { kind: "value", short: "c" },
  follow: { kind: "switch", short: "f" },
  "ignore-errors": { kind: "switch" },
  "insecure-skip-tls-verify-backend": { kind: "switch" },
  "limit-bytes": { kind: "int" },
  "max-log-requests": { kind: "int" },
  "pod-running-timeout": { kind: "duration" },
  prefix: { kind: "switch" },
  previous: { kind: "switch", short: "p" },
  selector: { kind: "value", short: "l" },
  since: { kind: "duration" },
  "since-time": { kind: "value" },
  tail: { kind: "int" },
  timestamps: { kind: "switch" },
};

const USAGE = "See 'kubectl logs -h' for help and examples";
const MAX_FOLLOWED = 5;

/** kubectl logs: of a pod, of a workload's pods, or of all pods of a selector. */
export async function logs(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "logs");
  refuseWords(flags);
  const query = logQuery(flags);
  const subject = await logSubject(call, flags);
  refuseContradictions(flags);
  await print(call, { flags, query, subject });
  return 0;
}

function refuseWords({ words, get }: Flags): void {
  const selector = get("selector") ?? "";
  if (words.length === 1 && selector !== "") {
    throw new CommandFailure(`error: only a selector (-l) or a POD name is allowed\n${USAGE}`);
  }
  if (words.length > 2 || (words.length === 0 && selector === "")) {
    throw new CommandFailure(
      `error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command\n${USAGE}`,
    );
  }
}

type Printing = { readonly flags: Flags; readonly query: URLSearchParams; readonly subject: LogSubject };

async function print(call: Invocation, { flags, query, subject }: Printing): Promise<void> {
  const sources = await logSources(call, flags, subject);
  const options = {
    query,
    isPrefixed: flags.has("prefix") || flags.has("all-pods"),
    ignoresErrors: flags.has("ignore-errors"),
  };
  if (!flags.has("follow") || sources.length < 2) {
    await printInTurn(call, sources, options);
    return;
  }
  const most = Number(flags.get("max-log-requests") ?? MAX_FOLLOWED);
  if (sources.length > most) {
    throw new CommandFailure(
      `error: you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${most}, use --max-log-requests to increase the limit`,
    );
  }
  await printTogether(call, sources, options);
}
