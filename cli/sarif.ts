import type { Runbook, Severity } from "@/lib/core/runbook/runbook";

const levels: Record<Severity, string> = { error: "error", warning: "warning", info: "note" };

/** Findings in SARIF 2.1.0, the form in which code hosts take them. Paths are relative to where lint ran. */
export function sarifOf(documents: readonly { readonly path: string; readonly runbook: Runbook }[]) {
  const rules = [...new Set(documents.flatMap(({ runbook }) => runbook.diagnostics.map(({ rule }) => rule)))].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "headroom", rules: rules.map((id) => ({ id })) } },
        results: documents.flatMap(({ path, runbook }) =>
          runbook.diagnostics.map(({ rule, severity, message, lines }) => ({
            ruleId: rule,
            ruleIndex: rules.indexOf(rule),
            level: levels[severity],
            message: { text: message },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: encodeURI(path.replaceAll("\\", "/")) },
                  region: { startLine: Math.max(1, lines.start), endLine: Math.max(1, lines.start, lines.end) },
                },
              },
            ],
          })),
        ),
      },
    ],
  };
}
