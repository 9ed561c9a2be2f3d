import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { z } from "zod";
import type { NotifiedAlert } from "./alert-tracker.ts";
import type { KubernetesFault } from "./kubernetes/server.ts";
import type { Simulation } from "./simulation.ts";
import { memoryBytesOf } from "./world/live-pods.ts";
import { SCENARIO_NAMES } from "./world/scenarios.ts";

export type PrometheusFault = "ok" | "403" | "down" | "slow";

/** What is meant to go wrong at the moment, for tests of degraded behaviour. */
export interface Faults {
  kubernetes: KubernetesFault;
  prometheus: PrometheusFault;
}

export interface ControlOptions {
  readonly simulation: Simulation;
  readonly faults: Faults;
  firingAlerts(): readonly NotifiedAlert[];
  evaluateAlerts(): void;
  /** After a reset nothing of the old world may go on: streams end, alerts are forgotten. */
  onReset(): void;
}

const fault = z.enum(["ok", "403", "down", "slow"]);
const advanceInput = z.object({ seconds: z.number().positive().max(86_400) });
const speedInput = z.object({ speed: z.number().positive().max(60) });
const resetInput = z.object({ scenario: z.enum(SCENARIO_NAMES).default("sie-oom"), seed: z.int().default(1) });
const faultInput = z.object({ kubernetes: fault.optional(), prometheus: fault.optional() });

function stateOf(options: ControlOptions): object {
  const { context } = options.simulation.cluster.world;
  const pods = [...context.live.values()].map((live) => ({
    namespace: live.key.namespace,
    name: live.key.name,
    phase: live.phase,
    ready: live.ready,
    restarts: live.restarts,
    memoryBytes: Math.round(memoryBytesOf(context, live)),
    memoryLimitBytes: live.memoryLimitBytes ?? null,
  }));
  return {
    now: new Date(context.nowMs).toISOString(),
    scenario: context.scenario.name,
    speed: options.simulation.speed(),
    faults: options.faults,
    pods,
    alerts: options.firingAlerts().map(({ labels, startsAt }) => ({ labels, startsAt })),
  };
}

type Change = (options: ControlOptions, body: unknown) => void;

const CHANGES: Readonly<Record<string, Change>> = {
  "/advance": ({ simulation, evaluateAlerts }, body) => {
    simulation.hurry(advanceInput.parse(body).seconds);
    evaluateAlerts();
  },
  "/speed": ({ simulation }, body) => simulation.setSpeed(speedInput.parse(body).speed),
  "/reset": ({ simulation, onReset }, body) => {
    const { scenario, seed } = resetInput.parse(body);
    simulation.reset(scenario, seed);
    onReset();
  },
  "/fault": ({ faults }, body) => {
    const wanted = faultInput.parse(body);
    faults.kubernetes = wanted.kubernetes ?? faults.kubernetes;
    faults.prometheus = wanted.prometheus ?? faults.prometheus;
  },
};

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const part of request) {
    text += String(part);
  }
  return text === "" ? {} : JSON.parse(text);
}

function reply(response: ServerResponse, code: number, body: object): void {
  response.writeHead(code, { "content-type": "application/json" });
  response.end(`${JSON.stringify(body)}\n`);
}

async function answer(options: ControlOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://range");
  const change = CHANGES[pathname];
  if (request.method === "POST" && change !== undefined) {
    change(options, await bodyOf(request));
    reply(response, 200, stateOf(options));
  } else if (request.method === "GET" && pathname === "/state") {
    reply(response, 200, stateOf(options));
  } else {
    reply(response, 404, { error: "not found: GET /state, POST /advance, /speed, /reset, /fault" });
  }
}

/** The server by which a drill or a test steers the range. It belongs on the loopback address only. */
export function createControlServer(options: ControlOptions): Server {
  return createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      const isInput = error instanceof z.ZodError || error instanceof SyntaxError;
      reply(response, isInput ? 400 : 500, { error: isInput ? error.message : "internal error" });
    });
  });
}
