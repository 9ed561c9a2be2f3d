import "server-only";
import type { Verb } from "./call";
import { df } from "./verbs/df";
import { diff } from "./verbs/diff";
import { events } from "./verbs/events";
import { exec } from "./verbs/exec";
import { images } from "./verbs/images";
import { info } from "./verbs/info";
import { inspect, inspectContainer, inspectImage } from "./verbs/inspect";
import { kill } from "./verbs/kill";
import { logs } from "./verbs/logs";
import { inspectNetwork, networks } from "./verbs/networks";
import { pause } from "./verbs/pause";
import { port } from "./verbs/port";
import { pruneContainers, pruneImages, pruneNetworks, pruneSystem, pruneVolumes } from "./verbs/prune";
import { ps } from "./verbs/ps";
import { restart } from "./verbs/restart";
import { rm } from "./verbs/rm";
import { rmi } from "./verbs/rmi";
import { start } from "./verbs/start";
import { stats } from "./verbs/stats";
import { stop } from "./verbs/stop";
import { top } from "./verbs/top";
import { unpause } from "./verbs/unpause";
import { update } from "./verbs/update";
import { version } from "./verbs/version";
import { inspectVolume, volumes } from "./verbs/volumes";

const ofContainer = { diff, exec, kill, logs, pause, port, restart, rm, start, stats, stop, top, unpause, update };

/** docker's verbs that run from here. */
export const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>(
  Object.entries({ ...ofContainer, events, images, info, inspect, ps, rmi, version }),
);

/** Those behind a noun: `docker container ls`. */
export const groups: ReadonlyMap<string, ReadonlyMap<string, Verb>> = new Map(
  Object.entries({
    container: { ...ofContainer, inspect: inspectContainer, list: ps, ls: ps, prune: pruneContainers, ps },
    image: { inspect: inspectImage, list: images, ls: images, prune: pruneImages, rm: rmi },
    network: { inspect: inspectNetwork, list: networks, ls: networks, prune: pruneNetworks },
    system: { df, events, info, prune: pruneSystem },
    volume: { inspect: inspectVolume, list: volumes, ls: volumes, prune: pruneVolumes },
  }).map(([group, members]) => [group, new Map<string, Verb>(Object.entries(members))]),
);
