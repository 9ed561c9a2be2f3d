import { RiskTag } from "@/components/ui/risk-tag";
import { Tag } from "@/components/ui/tag";
import type { Block } from "@/lib/core/runbook/block";
import type { Operation } from "@/lib/core/runbook/runbook";
import type { RiskVerdict } from "@/lib/core/shell/risk/risk-of";
import type { DocumentIndex } from "./document-index";
import { HighlightedCode } from "./highlighted-code";
import { contentWords, modeTones, modeWords } from "./operation-words";
import { provenanceText } from "./provenance";

/** A fenced block, and under it what can be run of it. */
export function CodeWithOperations({
  block,
  index,
}: {
  readonly block: Extract<Block, { kind: "code" }>;
  readonly index: Pick<DocumentIndex, "operations" | "risks">;
}) {
  const operations = block.parts.flatMap(({ operationId }) =>
    operationId === undefined ? [] : (index.operations.get(operationId) ?? []),
  );
  const others = block.parts.filter(({ operationId }) => operationId === undefined);
  return (
    <figure className="overflow-hidden rounded-md border border-line bg-pane">
      <pre className="overflow-x-auto px-3 py-2.5">
        <HighlightedCode language={block.language} text={block.text} />
      </pre>
      {operations.length > 0 || others.length > 0 ? (
        <figcaption className="border-t border-line bg-raise px-3 py-1.5">
          <ul className="grid gap-1">
            {operations.map((operation) => (
              <OperationLine key={operation.id} operation={operation} risk={index.risks[operation.id]} />
            ))}
            {others.map(({ lines, content, because }) => (
              <li key={`${lines.start}-${content}`} className="text-sm text-faint">
                {contentWords[content]}, not run: {because}
              </li>
            ))}
          </ul>
        </figcaption>
      ) : null}
    </figure>
  );
}

function OperationLine({ operation, risk }: { readonly operation: Operation; readonly risk: RiskVerdict | undefined }) {
  const { mode, parameters } = operation;
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <span className="min-w-0 flex-1 basis-48 text-mute">{operation.label}</span>
      {parameters.map((parameter) => (
        <code key={parameter.name} className="rounded bg-accent/15 px-1" title="Filled in before it runs">
          {parameter.name}
        </code>
      ))}
      <Tag tone={modeTones[mode.value]} title={provenanceText(mode, "operations")}>
        {modeWords[mode.value]}
      </Tag>
      <RiskTag risk={risk?.risk ?? "unknown"} reasons={risk?.reasons} />
    </li>
  );
}
