import "server-only";
import { type KubeObject, listAt, member, textAt } from "../objects";

/** The Metrics block of an autoscaler of version v2: each metric as "current / target". */
export function metricLines(scaler: KubeObject): string {
  const current = listAt(scaler, "status", "currentMetrics");
  const lines = listAt(scaler, "spec", "metrics").map((metric, index) => `  ${metricText(metric, current[index])}\n`);
  return `Metrics:\t( current / target )\n${lines.join("")}`;
}

/** The member that holds a metric of a type. */
const members: Readonly<Record<string, string>> = {
  External: "external",
  Pods: "pods",
  Object: "object",
  Resource: "resource",
  ContainerResource: "containerResource",
};

function metricText(metric: unknown, current: unknown): string {
  const type = textAt(metric, "type");
  const key = members[type];
  if (key === undefined) {
    return `<unknown metric type ${JSON.stringify(type)}>`;
  }
  const source = member(metric, key);
  const seen = member(current, key, "current");
  const name = textAt(source, "metric", "name");
  if (type === "External") {
    const way = member(source, "target", "averageValue") === undefined ? "value" : "averageValue";
    return `"${name}" (target ${wayText(way)}):\t${amounts(source, seen, way)}`;
  }
  if (type === "Pods") {
    return `"${name}" on pods:\t${amounts(source, seen, "averageValue")}`;
  }
  if (type === "Object") {
    const way = textAt(source, "target", "type") === "AverageValue" ? "averageValue" : "value";
    const object = `${textAt(source, "describedObject", "kind")}/${textAt(source, "describedObject", "name")}`;
    return `"${name}" on ${object} (target ${wayText(way)}):\t${amounts(source, seen, way)}`;
  }
  return resourceText(source, seen, type);
}

type Way = "value" | "averageValue";

function wayText(way: Way): string {
  return way === "value" ? "value" : "average value";
}

/** What is seen of a metric, "<unknown>" when nothing is yet, and what is wanted. */
function amounts(source: unknown, seen: unknown, way: Way): string {
  const current = seen === undefined ? "<unknown>" : textAt(seen, way) || (way === "value" ? "0" : "<nil>");
  return `${current} / ${textAt(source, "target", way) || "<nil>"}`;
}

function resourceText(source: unknown, seen: unknown, type: string): string {
  const container = type === "Resource" ? "" : ` of container "${textAt(source, "container")}"`;
  const subject = `resource ${textAt(source, "name")}${container} on pods`;
  if (member(source, "target", "averageValue") !== undefined) {
    return `${subject}:\t${amounts(source, seen, "averageValue")}`;
  }
  const used = textAt(seen, "averageUtilization");
  const wanted = textAt(source, "target", "averageUtilization");
  const current = used === "" ? "<unknown>" : `${used}% (${textAt(seen, "averageValue")})`;
  return `${subject}  (as a percentage of request):\t${current} / ${wanted === "" ? "<auto>" : `${wanted}%`}`;
}
