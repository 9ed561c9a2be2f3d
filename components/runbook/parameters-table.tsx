import { Cell, Table } from "@/components/ui/table";
import type { Parameter } from "@/lib/core/runbook/runbook";
import { kindWords } from "./operation-words";
import { Provenance } from "./provenance";

/** What the text leaves open, and what it was taken to be; folded, since each is told of again where it stands. */
export function ParametersTable({ parameters }: { readonly parameters: readonly Parameter[] }) {
  if (parameters.length === 0) {
    return null;
  }
  return (
    <details className="min-w-0 rounded-lg border border-line bg-pane">
      <summary className="min-h-(--control) content-center truncate px-3 py-1.5 text-mute">
        <span className="font-medium text-ink">
          {parameters.length === 1 ? "1 value" : `${parameters.length} values`} left open by the text
        </span>
        : <code>{parameters.map(({ name }) => name).join("  ")}</code>
      </summary>
      <div className="[&>div]:rounded-none [&>div]:border-x-0 [&>div]:border-b-0">
        <Table label="Parameters" head={["Parameter", "Kind", "Written as", "Lines"]} isStacked>
          {parameters.map((parameter) => (
            <tr key={parameter.name}>
              <Cell className="max-md:col-span-2">
                <code>{parameter.name}</code>
              </Cell>
              <Cell className="max-md:order-last max-md:col-span-3">
                {kindWords(parameter.kind.value)} <Provenance of={parameter.kind} field="parameters" />
                <Filling parameter={parameter} />
              </Cell>
              <Cell className="[overflow-wrap:anywhere] max-md:order-last max-md:col-span-3">
                <code>{parameter.forms.join("  ")}</code>
              </Cell>
              <Cell className="text-faint max-md:text-right">
                {[...new Set(parameter.lines.map((range) => range.start))].join(", ")}
              </Cell>
            </tr>
          ))}
        </Table>
      </div>
    </details>
  );
}

/** What it is filled with, where the text says so. */
function Filling({ parameter }: { readonly parameter: Parameter }) {
  const { computed, defaultValue } = parameter;
  return (
    <>
      {computed ? (
        <span className="block text-sm text-mute">
          reckoned: {computed.of} × {computed.factor}
        </span>
      ) : null}
      {defaultValue === undefined ? null : (
        <span className="block text-sm text-mute">
          unless given: <code>{defaultValue}</code>
        </span>
      )}
    </>
  );
}
