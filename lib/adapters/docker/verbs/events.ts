import "server-only";
import { z } from "zod";
import type { Call, Verb } from "../call";
import { parseExact } from "../exact-json";
import { daemonFailure } from "../failure";
import { filterQuery } from "../filters";
import { lineTemplate } from "../list";
import { epochTime, nanoTime } from "../times";

const eventSchema = z.object({
  Type: z.string(),
  Action: z.string(),
  Actor: z.object({ ID: z.string(), Attributes: z.record(z.string(), z.string()).nullish() }),
  timeNano: z.coerce.bigint(),
});

/** What has happened since then, and with no end in the past also what happens from now on. */
export const events: Verb = {
  usage: "[OPTIONS]",
  summary: "Get real time events from the server",
  flags: {
    filter: { kind: "list", short: "f" },
    format: { kind: "value" },
    since: { kind: "value" },
    until: { kind: "value" },
  },
  least: 0,
  most: 0,
  run: async (flags, call) => {
    const format = flags.get("format");
    const line = format === undefined ? eventLine : lineTemplate(format, "*events.Message");
    const query: Record<string, string> = {};
    for (const flag of ["since", "until"] as const) {
      const value = flags.get(flag);
      Object.assign(query, value === undefined ? {} : { [flag]: epochTime(flag, value, call.now()) });
    }
    const filters = filterQuery(flags.all("filter"), call.command);
    call.check({ risk: "read", description: "docker events" });
    await printEvents({ ...query, ...filters }, line, call);
    return 0;
  },
};

async function printEvents(
  query: Readonly<Record<string, string>>,
  line: (event: unknown) => string,
  call: Call,
): Promise<void> {
  const { status, body } = await call.connection.stream({ path: "/events", query, signal: call.io.signal });
  const decoder = new TextDecoder();
  let left = "";
  for await (const piece of body) {
    const lines = (left + decoder.decode(piece, { stream: true })).split("\n");
    left = lines.pop() ?? "";
    if (status < 400) {
      call.out(lines.map((text) => (text.trim() === "" ? "" : `${line(parseExact(text))}\n`)).join(""));
    }
  }
  if (status >= 400) {
    throw daemonFailure({ status, text: left });
  }
}

function eventLine(event: unknown): string {
  const { Type, Action, Actor, timeNano } = eventSchema.parse(event);
  const attributes = Object.entries(Actor.Attributes ?? {})
    .map((pair) => pair.join("="))
    .sort();
  const behind = attributes.length === 0 ? "" : ` (${attributes.join(", ")})`;
  return `${nanoTime(timeNano)} ${Type} ${Action} ${Actor.ID}${behind}`;
}
