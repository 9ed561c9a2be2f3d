import "server-only";
import { z } from "zod";

/** The ports of a container in the daemon's list. */
export const portsSchema = z
  .array(
    z.object({
      IP: z.string().optional(),
      PrivatePort: z.number(),
      PublicPort: z.number().optional(),
      Type: z.string(),
    }),
  )
  .nullable()
  .default([]);

export type Port = NonNullable<z.infer<typeof portsSchema>>[number];

/** Published and exposed ports in one line, neighbours joined: `0.0.0.0:8080->80/tcp, 443/tcp`. */
export function portsText(ports: readonly Port[]): string {
  const open = new Map<string, { first: number; last: number }>();
  const done: string[] = [];
  const mapped: string[] = [];
  for (const port of [...ports].sort(comparePorts)) {
    const { IP = "", PrivatePort, PublicPort = 0, Type } = port;
    if (IP !== "" && PublicPort !== PrivatePort) {
      mapped.push(`${IP}:${PublicPort}->${PrivatePort}/${Type}`);
      continue;
    }
    const key = IP === "" ? Type : `${IP}/${Type}`;
    const group = open.get(key);
    if (group && PrivatePort === group.last + 1) {
      group.last = PrivatePort;
      continue;
    }
    if (group) {
      done.push(groupText(key, group));
    }
    open.set(key, { first: PrivatePort, last: PrivatePort });
  }
  return [...done, ...[...open].map(([key, group]) => groupText(key, group)), ...mapped].join(", ");
}

function groupText(key: string, { first, last }: { first: number; last: number }): string {
  const at = key.lastIndexOf("/");
  const [ip, type] = at === -1 ? ["", key] : [key.slice(0, at), key.slice(at + 1)];
  const range = first === last ? String(first) : `${first}-${last}`;
  return `${ip === "" ? range : `${ip}:${range}->${range}`}/${type}`;
}

function comparePorts(a: Port, b: Port): number {
  const text = (one: string, two: string) => (one < two ? -1 : one > two ? 1 : 0);
  return (
    a.PrivatePort - b.PrivatePort ||
    text(a.IP ?? "", b.IP ?? "") ||
    (a.PublicPort ?? 0) - (b.PublicPort ?? 0) ||
    text(a.Type, b.Type)
  );
}
