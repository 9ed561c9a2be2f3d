import "server-only";
import type { Verb } from "./call";
import { inspect, inspectContainer, inspectImage } from "./verbs/inspect";
import { kill } from "./verbs/kill";
import { pause } from "./verbs/pause";
import { ps } from "./verbs/ps";
import { restart } from "./verbs/restart";
import { start } from "./verbs/start";
import { stop } from "./verbs/stop";
import { unpause } from "./verbs/unpause";

const lifecycle = { kill, pause, restart, start, stop, unpause };

/** docker's verbs that run from here. */
export const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>(Object.entries({ inspect, ...lifecycle, ps }));

/** Those behind a noun: `docker container ls`. */
export const groups: ReadonlyMap<string, ReadonlyMap<string, Verb>> = new Map(
  Object.entries({
    container: { inspect: inspectContainer, ...lifecycle, list: ps, ls: ps, ps },
    image: { inspect: inspectImage },
  }).map(([group, members]) => [group, new Map<string, Verb>(Object.entries(members))]),
);
