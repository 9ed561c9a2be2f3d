import { parseArgs } from "node:util";
import { isScenarioName, SCENARIO_NAMES, type ScenarioName } from "./world/scenarios.ts";

export interface RangeArguments {
  readonly port: number;
  readonly prometheusPort: number;
  readonly controlPort: number;
  readonly seed: number;
  readonly speed: number;
  readonly scenario: ScenarioName;
  readonly kubeconfig: string | undefined;
  readonly webhook: string | undefined;
  readonly webhookToken: string | undefined;
}

export const USAGE = `range: a practice cluster for Headroom, on the loopback address

  --port N              Kubernetes API (0: any free port)
  --prometheus-port N   Prometheus HTTP API
  --control-port N      steering: GET /state, POST /advance /speed /reset /fault
  --kubeconfig FILE     write a kubeconfig with the contexts range and range-viewer
  --scenario NAME       ${SCENARIO_NAMES.join(" | ")}
  --seed N              the same seed gives the same history
  --speed N             simulated seconds per second (1 to 60)
  --webhook URL         where alerts are posted, in Alertmanager's format
  --webhook-token T     bearer token for the webhook
`;

const OPTIONS = {
  port: { type: "string", default: "0" },
  "prometheus-port": { type: "string", default: "0" },
  "control-port": { type: "string", default: "0" },
  seed: { type: "string", default: "1" },
  speed: { type: "string", default: "1" },
  scenario: { type: "string", default: "sie-oom" },
  kubeconfig: { type: "string" },
  webhook: { type: "string" },
  "webhook-token": { type: "string" },
} as const;

function whole(name: string, text: string, highest: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > highest) {
    throw new Error(`--${name} must be a whole number from 0 to ${highest}, not "${text}"`);
  }
  return value;
}

/** Reads the command line; throws an error that says what is wrong with it. */
export function parseRangeArguments(argv: readonly string[]): RangeArguments {
  const { values } = parseArgs({ args: [...argv], options: OPTIONS, strict: true });
  const speed = Number(values.speed);
  if (!(speed > 0 && speed <= 60)) {
    throw new Error(`--speed must be above 0 and at most 60, not "${values.speed}"`);
  }
  if (!isScenarioName(values.scenario)) {
    throw new Error(`--scenario must be one of ${SCENARIO_NAMES.join(", ")}, not "${values.scenario}"`);
  }
  return {
    port: whole("port", values.port, 65_535),
    prometheusPort: whole("prometheus-port", values["prometheus-port"], 65_535),
    controlPort: whole("control-port", values["control-port"], 65_535),
    seed: whole("seed", values.seed, 2 ** 31),
    speed,
    scenario: values.scenario,
    kubeconfig: values.kubeconfig,
    webhook: values.webhook,
    webhookToken: values["webhook-token"],
  };
}
