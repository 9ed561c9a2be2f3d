import { codeIn } from "@/lib/core/runbook/walk";
import type { Rule } from "./rule";

/** What is wrong with how the text is written down. */
export const textRules: readonly Rule[] = [
  {
    id: "fence-without-language",
    severity: "info",
    find: ({ sections }) =>
      sections
        .flatMap((section) => section.blocks.flatMap(codeIn))
        .filter(({ language, parts }) => language === "" && parts.some(({ operationId }) => operationId !== undefined))
        .map(({ lines, parts }) => ({
          message: "the fence names no language: that it holds commands is a guess",
          lines: { start: lines.start, end: lines.start },
          fix: { before: "```", after: parts.some(({ content }) => content === "query") ? "```promql" : "```bash" },
        })),
  },
  {
    id: "wrong-language",
    severity: "info",
    find: ({ sections }) =>
      sections
        .flatMap((section) => section.blocks.flatMap(codeIn))
        .flatMap(({ parts, language }) => parts.map((part) => ({ part, language })))
        .filter(({ part, language }) => /^(?:ba|z)?sh\b|^shell|^console/.test(language) && foreign.has(part.content))
        .map(({ part, language }) => ({
          message: `${part.because}, in a fence that says ${language}: give it a fence of its own`,
          lines: part.lines,
        })),
  },
];

const foreign = new Set(["output", "configuration", "other-language", "diagram", "query"]);
