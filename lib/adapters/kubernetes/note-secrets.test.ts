import { describe, expect, it } from "vitest";
import type { ClusterConnection } from "./connection";
import { noteSecrets } from "./note-secrets";

async function noted(body: unknown): Promise<readonly string[]> {
  const found: string[] = [];
  const cluster: ClusterConnection = {
    name: "c",
    server: "https://c",
    defaultNamespace: "default",
    identity: {},
    entries: { currentContext: "c", clusters: [], users: [], contexts: [] },
    request: async () => ({ status: 200, body, text: JSON.stringify(body) }),
    stream: async () => expect.fail("not asked for"),
    openSocket: async () => expect.fail("not asked for"),
  };
  const reply = await noteSecrets(cluster, (value) => found.push(value)).request({ path: "/x" });
  expect(reply.body).toBe(body);
  return [...new Set(found)];
}

const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("noteSecrets", () => {
  it("tells what a Secret holds, as stored and as meant", async () => {
    const data = { password: base64("hunter2000") };
    expect(await noted({ kind: "Secret", data })).toEqual([base64("hunter2000"), "hunter2000"]);
  });

  it("tells every line of a long value, and its JSON form", async () => {
    const value = 'first line\nsecond "line"';
    expect(await noted({ kind: "Secret", data: { key: base64(value) } })).toEqual([
      base64(value),
      "first line",
      'second "line"',
      'first line\\nsecond \\"line\\"',
    ]);
  });

  it("looks into lists, of Secrets and of everything", async () => {
    const item = { data: { password: base64("hunter2000") } };
    expect(await noted({ kind: "SecretList", items: [item] })).toContain("hunter2000");
    expect(await noted({ kind: "List", items: [{ kind: "Secret", ...item }] })).toContain("hunter2000");
  });

  it.each([
    [{ kind: "ConfigMap", data: { colour: "ultramarine" } }],
    [{ kind: "Secret", data: { on: base64("true") } }],
    [{ kind: "Secret", data: null }],
    [null],
    ["text"],
    [{ kind: "List", items: [null, 3] }],
  ])("leaves %j alone but for what is stored", async (body) => {
    expect((await noted(body)).filter((value) => value !== base64("true"))).toEqual([]);
  });
});
