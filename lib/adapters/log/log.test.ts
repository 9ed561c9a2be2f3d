import { expect, test } from "vitest";
import { createLog, type LogSettings } from "./log";

function recording(settings: Partial<LogSettings> = {}) {
  const lines: string[] = [];
  const log = createLog({
    level: "info",
    style: "json",
    write: (line) => lines.push(line),
    now: () => new Date("2026-01-15T03:00:00Z"),
    ...settings,
  });
  return { log, lines, first: () => JSON.parse(lines[0] ?? "") };
}

test("one JSON object a line, with the fields of its context", () => {
  const { log, lines } = recording();
  log.with({ incident: 7 }).info("run started", { run: "r1" });
  expect(lines).toEqual([
    '{"at":"2026-01-15T03:00:00.000Z","level":"info","message":"run started","incident":7,"run":"r1"}\n',
  ]);
});

test("says nothing below its level", () => {
  const { log, lines } = recording({ level: "warn" });
  log.info("quiet");
  log.error("loud");
  expect(lines).toHaveLength(1);
});

test("a line for people has the time, the message and the fields", () => {
  const { log, lines } = recording({ style: "pretty" });
  log.warn("slow", { milliseconds: 1200, pod: "a" });
  expect(lines).toEqual(["03:00:00 warn: slow milliseconds=1200 pod=a\n"]);
});

test("an error is written with its causes", () => {
  const { log, first } = recording();
  log.error("failed", { error: new Error("outer", { cause: new Error("inner") }) });
  expect(first().error).toMatchObject({ message: "outer", cause: { message: "inner" } });
});

test.each([
  [{ password: "hunter2" }],
  [{ nested: { apiKey: "hunter2" } }],
  [{ headers: { Authorization: "hunter2" } }],
  [{ list: [{ access_token: "hunter2" }] }],
  [{ url: "postgresql://headroom:hunter2@localhost/x" }],
  [{ text: "Authorization: Bearer hunter2hunter2" }],
  [{ error: new Error("cannot reach https://me:hunter2@example.org") }],
])("hides the secret in %j", (fields) => {
  const { log, lines } = recording();
  log.info("x", fields);
  expect(lines.join()).not.toContain("hunter2");
  expect(lines.join()).toContain("[redacted]");
});

test("does not fail on what JSON cannot hold", () => {
  const { log, first } = recording();
  const circle: Record<string, unknown> = { big: 1n };
  circle["self"] = circle;
  log.info("odd", { circle, run: () => 1 });
  expect(first().circle.big).toBe("1");
});
