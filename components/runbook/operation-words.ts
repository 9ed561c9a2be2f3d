import type { Tone } from "@/components/ui/tag";
import type { RunMode } from "@/lib/core/runbook/runbook";
import type { Risk } from "@/lib/core/shell/risk";
import { risks } from "@/lib/core/shell/risk";

export const modeWords: Record<RunMode, string> = {
  native: "runs here",
  toolbox: "runs in the toolbox",
  "by-hand": "by hand",
  reference: "reference",
};

export const modeTones: Record<RunMode, Tone> = {
  native: "ok",
  toolbox: "info",
  "by-hand": "plain",
  reference: "plain",
};

/** A stored word as a risk; anything else is unknown. */
export function riskFrom(word: string | undefined): Risk {
  return risks.find((risk) => risk === word) ?? "unknown";
}
