import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type EventStream, eventStream } from "./sse";

beforeEach(() => {
  vi.stubEnv("HEADROOM_SECRET", "s".repeat(40));
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
});
afterEach(() => vi.useRealTimers());

/** An open stream as both sides see it. */
async function open(headers: Record<string, string> = {}) {
  const browser = new AbortController();
  const request = new Request("http://127.0.0.1/api/stream", { headers, signal: browser.signal });
  const { response, stream } = await new Promise<{ response: Response; stream: EventStream }>((resolve) => {
    const response: Response = eventStream(request, (stream) => resolve({ response, stream }));
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const read = async () => (await reader?.read())?.value;
  return { browser, response, read, stream };
}

test("sends events as JSON with their ids, and never lets a proxy hold them back", async () => {
  const { response, read, stream } = await open();
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(response.headers.get("cache-control")).toBe("no-cache, no-transform");
  expect(await read()).toBe("retry: 1000\n\n");
  stream.send({ id: "7", event: "timeline", data: { text: "two\nlines" } });
  expect(await read()).toBe('id: 7\nevent: timeline\ndata: {"text":"two\\nlines"}\n\n');
  stream.close();
  expect(await read()).toBeUndefined();
});

test("tells where a browser left off", async () => {
  expect((await open()).stream.lastEventId).toBeNull();
  expect((await open({ "last-event-id": "41" })).stream.lastEventId).toBe("41");
});

test("keeps a silent stream alive", async () => {
  const { read, stream } = await open();
  await read();
  vi.advanceTimersByTime(15_000);
  expect(await read()).toBe(": \n\n");
  stream.close();
  expect(vi.getTimerCount()).toBe(0);
});

test("ends when the browser leaves, and sending afterwards is harmless", async () => {
  const { browser, read, stream } = await open();
  await read();
  browser.abort();
  expect(stream.signal.aborted).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
  stream.send({ data: 1 });
  expect(await read()).toBeUndefined();
});

test("cuts off a browser that does not read", async () => {
  const { stream } = await open();
  for (let sent = 0; sent < 40; sent += 1) {
    stream.send({ data: "x".repeat(1024 * 1024) });
  }
  await expect.poll(() => stream.signal.aborted).toBe(true);
});

test("a failure while serving closes the stream instead of hanging it", async () => {
  const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const response = eventStream(new Request("http://127.0.0.1/api/stream"), () => Promise.reject(new Error("broken")));
  expect(await response.text()).toBe("retry: 1000\n\n");
  expect(written.mock.calls.flat().join()).toContain("broken");
  written.mockRestore();
});
