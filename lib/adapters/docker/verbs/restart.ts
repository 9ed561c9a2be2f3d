import "server-only";
import type { Verb } from "../call";
import { stoppingVerb } from "../stopping-verb";

export const restart: Verb = stoppingVerb("restart", "Restart one or more containers");
