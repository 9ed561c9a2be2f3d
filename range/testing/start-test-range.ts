import type { Range } from "../range.ts";
import { type RangeOptions, startRange } from "../range.ts";

/** A range on free ports for a test; the world starts with half an hour of history. */
export function startTestRange(options: Partial<RangeOptions> = {}): Promise<Range> {
  return startRange({
    kubernetesPort: 0,
    prometheusPort: 0,
    controlPort: 0,
    seed: 1,
    speed: 1,
    scenario: "sie-oom",
    now: Date.now,
    createPrometheus: () => ({
      store: { append: () => undefined },
      handler: (_request, response) => void response.end(),
    }),
    ...options,
  });
}

/** Asks the control server for a change and gives the state after it. */
export async function steer(range: Range, path: string, body: object): Promise<Response> {
  return await fetch(`${range.controlUrl}${path}`, { method: "POST", body: JSON.stringify(body) });
}
