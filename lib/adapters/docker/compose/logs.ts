import "server-only";
import { CommandFailure } from "../failure";
import { logQuery, printLogs } from "../verbs/logs";
import { type ComposeContainer, ofServices } from "./project";
import type { ComposeCall, Style } from "./style";

/** The logs of the services' containers, line by line, each behind its name. Followed ones come as they are written. */
export async function composeLogs(style: Style, compose: ComposeCall): Promise<number> {
  const { flags, project, call } = compose;
  const tail = flags.get("tail");
  if (tail !== undefined && !/^(?:\d+|all)$/.test(tail)) {
    throw new CommandFailure("tail flag must be all or a number");
  }
  const containers = ofServices(project, flags.words);
  call.out(style.logHead(containers));
  const sorted = containers.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const prefixes = flags.has("no-log-prefix") ? sorted.map(() => "") : style.logPrefixes(sorted, compose);
  const print = (container: ComposeContainer, at: number) => printLines(container, prefixes[at] ?? "", compose);
  if (flags.has("follow")) {
    await Promise.all(sorted.map(print));
    return 0;
  }
  for (const [at, container] of sorted.entries()) {
    await print(container, at);
  }
  return 0;
}

/** Both streams of a container go to standard output, cut into lines. */
async function printLines({ name }: ComposeContainer, prefix: string, { flags, call }: ComposeCall): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  const write = (_stream: unknown, chunk: string | Uint8Array) => {
    rest = Buffer.concat([rest, Buffer.from(chunk)]);
    const end = rest.lastIndexOf("\n") + 1;
    if (end > 0) {
      call.out(withPrefix(rest.subarray(0, end).toString("utf8"), prefix));
      rest = rest.subarray(end);
    }
  };
  await printLogs(name, { query: logQuery(flags, call), write }, call);
  if (rest.length > 0) {
    call.out(`${prefix}${rest.toString("utf8")}\n`);
  }
}

function withPrefix(lines: string, prefix: string): string {
  return prefix === "" ? lines : lines.replace(/^/gm, (_, at: number) => (at === lines.length ? "" : prefix));
}
