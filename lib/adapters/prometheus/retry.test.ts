import { expect, it } from "vitest";
import { type Failure, shouldRetry } from "./retry";

const status = (code: number, fromPrometheus = false): Failure => ({ kind: "status", status: code, fromPrometheus });

it.each([
  [{ kind: "unreachable" }, true],
  [status(502), true],
  [status(503), true],
  [status(504), true],
  [status(503, true), false],
  [status(400, true), false],
  [status(401), false],
  [status(403), false],
  [status(404), false],
  [status(422, true), false],
  [status(429), false],
  [status(500), false],
  [{ kind: "timeout" }, false],
  [{ kind: "cancelled" }, false],
  [{ kind: "bad-reply" }, false],
] as const)("after %j: %s", (failure, isRetried) => {
  expect(shouldRetry(failure, 1)).toBe(isRetried);
});

it("tries at most twice", () => {
  expect(shouldRetry({ kind: "unreachable" }, 2)).toBe(false);
});
