import { describe, expect, it } from "vitest";
import { forwardsInBackground } from "./background-forwards";

describe("forwardsInBackground", () => {
  it.each([
    "kubectl port-forward svc/web 8080:80 &",
    "kubectl port-forward -n sie pod/a 8080 >/dev/null 2>&1 &\nsleep 2; curl localhost:8080",
    "if true; then oc -n x port-forward a 1; fi &",
  ])("sees the one behind which the script goes on: %s", (script) => {
    expect(forwardsInBackground(script)).toBe(true);
  });

  it.each(["kubectl port-forward svc/web 8080:80", "kubectl get pods &", "echo kubectl port-forward &", ""])(
    "sees none in %s",
    (script) => {
      expect(forwardsInBackground(script)).toBe(false);
    },
  );
});
