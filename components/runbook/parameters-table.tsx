import { Cell, Table } from "@/components/ui/table";
import type { Parameter } from "@/lib/core/runbook/runbook";
import { Provenance } from "./provenance";

/** What the text leaves open, and what it was taken to be. */
export function ParametersTable({ parameters }: { readonly parameters: readonly Parameter[] }) {
  if (parameters.length === 0) {
    return null;
  }
  return (
    <section aria-label="Parameters" className="grid gap-2">
      <h2 className="font-semibold">Left open by the text</h2>
      <Table label="Parameters" head={["Parameter", "Kind", "Written as", "Lines"]}>
        {parameters.map((parameter) => (
          <tr key={parameter.name}>
            <Cell>
              <code>{parameter.name}</code>
            </Cell>
            <Cell>
              {parameter.kind.value} <Provenance of={parameter.kind} />
              <Filling parameter={parameter} />
            </Cell>
            <Cell>
              <code>{parameter.forms.join("  ")}</code>
            </Cell>
            <Cell>{parameter.lines.map((range) => range.start).join(", ")}</Cell>
          </tr>
        ))}
      </Table>
    </section>
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
