import { describe, expect, it } from "vitest";
import { isSafeUrl } from "./safe-url";

describe("links of a runbook", () => {
  it.each(["https://grafana.example.com/d/1", "HTTP://wiki", "mailto:oncall@example.com", "#prevention"])(
    "follows %s",
    (url) => {
      expect(isSafeUrl(url)).toBe(true);
    },
  );

  it.each([
    "javascript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "//evil.example",
    "/api/stream",
    "file:///etc",
  ])("keeps %s as text", (url) => {
    expect(isSafeUrl(url)).toBe(false);
  });
});
