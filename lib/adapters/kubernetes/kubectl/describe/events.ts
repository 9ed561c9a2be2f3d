import "server-only";
import { ageOf } from "../durations";
import type { Invocation } from "../invocation";
import { type KubeObject, kubeList, member, textAt } from "../objects";

/** The Events block of `describe`: oldest first, repeats as "5m (x3 over 10m)". */
export async function eventLines(object: KubeObject, call: Invocation): Promise<string> {
  const { name, namespace = "", uid = "" } = object.metadata;
  const fieldSelector = `involvedObject.name=${name},involvedObject.namespace=${namespace},involvedObject.uid=${uid}`;
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/events?${new URLSearchParams({ fieldSelector })}`;
  const reply = await call.connection.request({ path, signal: call.io.signal });
  const events = reply.status === 200 ? kubeList.parse(reply.body).items : [];
  if (events.length === 0) {
    return "Events:\t<none>\n";
  }
  const now = call.now();
  const rows = [...events]
    .sort((a, b) => lastTime(a).localeCompare(lastTime(b)))
    .map((event) => {
      const source = textAt(event, "source", "component") || textAt(event, "reportingComponent");
      const path = textAt(event, "involvedObject", "fieldPath");
      const message = textAt(event, "message").trim();
      return `  ${textAt(event, "type")}\t${textAt(event, "reason")}\t${interval(event, now)}\t${source}\t${path ? `${path}: ` : ""}${message}\n`;
    });
  return `Events:\n  Type\tReason\tAge\tFrom\tMessage\n  ----\t------\t----\t----\t-------\n${rows.join("")}`;
}

function lastTime(event: KubeObject): string {
  return textAt(event, "series", "lastObservedTime") || textAt(event, "lastTimestamp") || textAt(event, "eventTime");
}

function interval(event: KubeObject, now: Date): string {
  const first = textAt(event, "firstTimestamp") || textAt(event, "eventTime");
  const series = Number(member(event, "series", "count") ?? 0);
  const count = series || Number(member(event, "count") ?? 1);
  return count > 1 ? `${ageOf(lastTime(event), now)} (x${count} over ${ageOf(first, now)})` : ageOf(first, now);
}
