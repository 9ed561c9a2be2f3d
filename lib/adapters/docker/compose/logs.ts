import "server-only";
import { allTogether } from "@/lib/core/kernel/all-together";
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
  const sources = sorted.map((container, at) => ({ container, prefix: prefixes[at] ?? "" }));
  if (flags.has("follow")) {
    await allTogether(sources, call.io.signal, (source, signal) =>
      printLines(source, { ...compose, call: { ...call, io: { ...call.io, signal } } }),
    );
    return 0;
  }
  for (const source of sources) {
    await printLines(source, compose);
  }
  return 0;
}

type Source = { readonly container: ComposeContainer; readonly prefix: string };

/** Both streams of a container go to standard output, cut into lines. */
async function printLines({ container, prefix }: Source, { flags, call }: ComposeCall): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  const write = (_stream: unknown, chunk: string | Uint8Array) => {
    rest = Buffer.concat([rest, Buffer.from(chunk)]);
    const end = rest.lastIndexOf("\n") + 1;
    if (end > 0) {
      call.out(withPrefix(rest.subarray(0, end).toString("utf8"), prefix));
      rest = rest.subarray(end);
    }
  };
  await printLogs(container.name, { query: logQuery(flags, call), write }, call);
  if (rest.length > 0) {
    call.out(`${prefix}${rest.toString("utf8")}\n`);
  }
}

function withPrefix(lines: string, prefix: string): string {
  return prefix === "" ? lines : lines.replace(/^/gm, (_, at: number) => (at === lines.length ? "" : prefix));
}
