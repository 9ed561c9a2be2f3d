/** What is wrong with the simulated systems; every figure is an input of the memory models. */
export interface Scenario {
  readonly name: ScenarioName;
  /** Share of the documents' usual flow that reaches the NLP workers; 1 makes them leak past their limit. */
  readonly nlpLoad: number;
  readonly tickstormConnections: number;
  readonly tickstormLeakBytesPerSecond: number;
  /** What TickStorm has already leaked when the history begins. */
  readonly tickstormLeakedBytes: number;
}

export const SCENARIO_NAMES = ["sie-oom", "tickstorm-high-memory", "calm"] as const;

export type ScenarioName = (typeof SCENARIO_NAMES)[number];

const CALM: Omit<Scenario, "name"> = {
  nlpLoad: 0.1,
  tickstormConnections: 700,
  tickstormLeakBytesPerSecond: 2000,
  tickstormLeakedBytes: 0,
};

const SCENARIOS: Readonly<Record<ScenarioName, Scenario>> = {
  calm: { name: "calm", ...CALM },
  "sie-oom": { name: "sie-oom", ...CALM, nlpLoad: 1 },
  "tickstorm-high-memory": {
    name: "tickstorm-high-memory",
    ...CALM,
    tickstormConnections: 1600,
    tickstormLeakBytesPerSecond: 80_000,
    tickstormLeakedBytes: 70_000_000,
  },
};

export function isScenarioName(text: string): text is ScenarioName {
  return SCENARIO_NAMES.some((name) => name === text);
}

export function scenarioNamed(name: ScenarioName): Scenario {
  return SCENARIOS[name];
}
