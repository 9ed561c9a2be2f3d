import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, vi } from "vitest";
import { createLog } from "@/lib/adapters/log/log";
import { drawFirstPages, ownOrigin } from "./first-pages";
import { healthRoute } from "./health-route";

vi.mock("@/lib/adapters/database/client", () => ({
  databaseReady: async () => ({ $queryRaw: async () => [] }),
}));

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: ownOrigin({ host: "0.0.0.0", port }), close: () => server.close() };
}

const said: string[] = [];
const log = createLog({
  level: "warn",
  style: "json",
  write: (line) => void said.push(line),
  now: () => new Date(),
});

it("is healthy when the first pages are drawn, not before, and follows no redirect of theirs", async () => {
  const asked: string[] = [];
  const seen: number[] = [];
  const server = await serve((request, response) => {
    asked.push(request.url ?? "");
    void healthRoute().then(({ status }) => {
      seen.push(status);
      response.writeHead(request.url === "/runbooks" ? 307 : 200, { location: "/elsewhere" }).end();
    });
  });
  await drawFirstPages(server.origin, log);
  server.close();
  expect(new Set(asked)).toEqual(new Set(["/sign-in", "/runbooks", "/api/auth/get-session"]));
  expect(new Set(seen)).toEqual(new Set([503]));
  expect((await healthRoute()).status).toBe(200);
  expect(said).toEqual([]);
});

it("is healthy also when a page could not be drawn, and says so", async () => {
  const server = await serve((request) => request.socket.destroy());
  await drawFirstPages(server.origin, log);
  server.close();
  expect((await healthRoute()).status).toBe(200);
  expect(said).toEqual([expect.stringContaining("could not be drawn ahead")]);
});

it.each([
  ["127.0.0.1", "http://127.0.0.1:3000"],
  ["0.0.0.0", "http://127.0.0.1:3000"],
  ["::", "http://[::1]:3000"],
  ["fd00::1", "http://[fd00::1]:3000"],
  ["localhost", "http://localhost:3000"],
])("that listens on %s is reached at %s", (host, origin) => {
  expect(ownOrigin({ host, port: 3000 })).toBe(origin);
});
