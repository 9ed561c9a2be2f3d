import { describe, expect, it } from "vitest";
import { isErrorLine } from "./error-lines";

describe("lines that tell of trouble", () => {
  it.each([
    'Error from server (NotFound): pods "x" not found',
    "2026-01-01T10:00:00Z ERROR worker died",
    'level=error msg="cannot connect"',
    '{"level":"error","msg":"x"}',
    "panic: runtime error: index out of range",
    "FATAL: password authentication failed",
    "java.lang.OutOfMemoryError: Java heap space",
    'Exception in thread "main" java.lang.NullPointerException',
    "Traceback (most recent call last):",
    "TypeError: x is not a function",
    "      Reason:       OOMKilled",
    "nlp-0   0/1   CrashLoopBackOff   7   12m",
    "      Exit Code:    137",
    "command terminated with exit code 1",
    "process exited with status 2",
    "exit status 1",
    "E0131 10:00:00.000000       1 reflector.go:1] watch failed",
    "F0131 10:00:00.000000       1 main.go:1] cannot start",
    "3 errors, 2 warnings",
  ])("sees %s", (line) => {
    expect(isErrorLine(line)).toBe(true);
  });

  it.each([
    "0 errors, 2 warnings",
    "finished without errors",
    "no error found",
    'time=1 err=nil error=null msg="fine"',
    "errors: 0",
    "      Exit Code:    0",
    "exit status 0",
    "kubectl get pods --ignore-errors",
    'http_errors_total{code="500"} 3',
    "NAME   READY   STATUS    RESTARTS   AGE",
    "curl: --fail-with-body on-error continue",
    "mirror terror",
  ])("passes over %s", (line) => {
    expect(isErrorLine(line)).toBe(false);
  });
});
