import "server-only";
import type { Verb } from "../call";
import { stoppingVerb } from "../stopping-verb";

export const stop: Verb = stoppingVerb("stop", "Stop one or more running containers");
