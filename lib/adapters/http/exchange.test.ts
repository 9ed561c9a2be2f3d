import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Resolve } from "./addresses";
import { exchange } from "./exchange";

const OUTWARD = { address: "192.0.2.1", family: 4 };
const INWARD = { address: "127.0.0.1", family: 4 };

let server: Server;
let connections = 0;
beforeAll(async () => {
  server = createServer((_request, response) => response.end("inside")).on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => server.close());

function ask(resolve: Resolve) {
  return exchange({
    url: new URL(`http://rebinding.test:${(server.address() as AddressInfo).port}/`),
    method: "GET",
    headers: [],
    body: undefined,
    isInsecure: false,
    isInwardAllowed: false,
    resolve,
    connectTimeoutMs: undefined,
    signal: new AbortController().signal,
  });
}

it.each([
  ["is inward", [INWARD]],
  ["is inward beside an outward one", [OUTWARD, INWARD]],
  ["is inward in IPv6 clothes", [{ address: "::ffff:127.0.0.1", family: 6 }]],
  ["leads to the metadata service", [{ address: "169.254.169.254", family: 4 }]],
])("connects to no name whose address %s when it is used", async (_what, addresses) => {
  await expect(ask((_name, _options, callback) => callback(null, addresses))).rejects.toMatchObject({
    name: "InwardAddress",
  });
  expect(connections).toBe(0);
});

it("believes the answer that it connects by, not an earlier one", async () => {
  const answers = [[OUTWARD], [INWARD]];
  const lying: Resolve = (_name, _options, callback) => callback(null, answers.shift() ?? [INWARD]);
  lying("rebinding.test", { all: true }, () => undefined);
  await expect(ask(lying)).rejects.toMatchObject({ name: "InwardAddress" });
  expect(connections).toBe(0);
});
