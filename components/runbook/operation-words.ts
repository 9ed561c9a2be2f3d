import type { Tone } from "@/components/ui/tag";
import type { CodeContent } from "@/lib/core/runbook/operations/code-reading";
import type { ParameterKind, RunMode } from "@/lib/core/runbook/runbook";
import { type Risk, risks } from "@/lib/core/shell/risk/risk";

export const modeWords: Record<RunMode, string> = {
  native: "runs here",
  toolbox: "runs in the toolbox",
  "by-hand": "by hand",
};

export const modeTones: Record<RunMode, Tone> = {
  native: "ok",
  toolbox: "info",
  "by-hand": "plain",
};

/** What is in a code block that is no command. */
export const contentWords: Record<CodeContent, string> = {
  commands: "commands",
  query: "query",
  output: "output",
  configuration: "configuration",
  "other-language": "another language",
  diagram: "diagram",
  text: "text",
};

/** A stored word as a risk; anything else is unknown. */
export function riskFrom(word: string | undefined): Risk {
  return risks.find((risk) => risk === word) ?? "unknown";
}

/** What a parameter was taken to be. */
export function kindWords(kind: ParameterKind): string {
  return kind === "free" ? "any text" : kind;
}
