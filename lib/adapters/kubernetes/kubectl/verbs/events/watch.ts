import "server-only";
import { corePath } from "../../describe/list";
import { serverFailure } from "../../failure";
import type { Invocation } from "../../invocation";
import { linesOf } from "../../lines";
import { type KubeObject, kubeObject, member, textAt } from "../../objects";
import { printerOf } from "../../output/printer";
import { createTabWriter } from "../../tab-writer";
import { type EventPrinting, eventHeader, eventRow, eventShape } from "./print";

/** Prints each chosen event as it comes, the present ones first, until the run is stopped. */
export async function watchEvents(call: Invocation, printing: EventPrinting): Promise<number> {
  const { choice } = printing;
  call.check({ namespace: choice.namespace, risk: "read", description: "events --watch" });
  const query = new URLSearchParams({ watch: "true", limit: "500" });
  if (choice.fieldSelector !== "") {
    query.set("fieldSelector", choice.fieldSelector);
  }
  const path = `${corePath("events", choice.namespace ?? undefined)}?${query}`;
  const stream = await call.connection.stream({ path, signal: call.io.signal });
  if (stream.refused) {
    throw serverFailure(stream.refused);
  }
  const print = eventPrinter(call, printing);
  for await (const line of linesOf(stream.body)) {
    const change: unknown = JSON.parse(line);
    const event = kubeObject.safeParse(member(change, "object"));
    if (event.success && textAt(change, "type") !== "DELETED" && choice.isChosen(event.data)) {
      print(event.data);
    }
  }
  return 0;
}

function eventPrinter(call: Invocation, { flags, output, choice }: EventPrinting): (event: KubeObject) => void {
  if (output !== null) {
    const print = printerOf(output, flags, eventShape);
    return (event) => call.out(print(event));
  }
  const write = createTabWriter();
  let header = flags.has("no-headers") ? [] : [eventHeader(choice)];
  return (event) => {
    call.out(write([...header, eventRow(event, choice, call.now())]));
    header = [];
  };
}
