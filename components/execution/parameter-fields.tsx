"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useAct } from "@/components/action/use-act";
import { useRoom } from "@/components/incident/room-context";
import { Combobox } from "@/components/ui/combobox";
import type { Operation } from "@/lib/core/runbook/runbook";
import { successorOf } from "@/lib/core/shell/parameters/parameter-choices";
import { choicesQuery } from "@/lib/features/execution/queries";
import type { ParameterChoices } from "@/lib/features/execution/schema";
import { setParameterAction } from "@/lib/features/incident/actions";

const origins = {
  alert: "from the alert",
  person: "set here",
  successor: "the pod was replaced: its successor",
  default: "from the incident",
} as const;

/** What an operation leaves open, with what the cluster offers for it. A value is shared with everybody in the room. */
export function ParameterFields({
  operation,
  values,
  onDraft,
}: {
  readonly operation: Operation;
  readonly values: Readonly<Record<string, string>>;
  readonly onDraft: (name: string, value: string) => void;
}) {
  const { dto } = useRoom();
  const choices = useQuery({
    ...choicesQuery(dto.incident.number, operation.id),
    enabled: operation.parameters.length > 0,
  });
  if (operation.parameters.length === 0) {
    return null;
  }
  return (
    <div className="grid gap-x-4 gap-y-2 border-t border-line px-3 py-2.5 sm:grid-cols-2">
      {operation.parameters.map(({ name }) => (
        <ParameterField
          key={name}
          name={name}
          value={values[name] ?? ""}
          choices={choices.data?.[name] ?? []}
          onDraft={onDraft}
        />
      ))}
      {choices.error ? (
        <p className="text-sm text-warn sm:col-span-2">No suggestions: {choices.error.message} Values can be typed.</p>
      ) : null}
    </div>
  );
}

function ParameterField({
  name,
  value,
  choices,
  onDraft,
}: {
  readonly name: string;
  readonly value: string;
  readonly choices: ParameterChoices[string];
  readonly onDraft: (name: string, value: string) => void;
}) {
  const { dto, state, offBecause } = useRoom();
  const { act } = useAct();
  const fieldId = useId();
  const known = state.parameters[name];
  const keep = (text: string, origin: "person" | "successor" = "person") => {
    if (text !== (known?.value ?? "") && text.trim() !== "") {
      void act(() => setParameterAction({ incidentId: dto.incident.id, name, value: text.trim(), origin }));
    }
  };
  const kind = dto.runbook?.parameters.find((parameter) => parameter.name === name)?.kind.value;
  const successor =
    kind === "pod" && choices.length > 0
      ? successorOf(
          value,
          choices.map((choice) => choice.value),
        )
      : null;
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-2">
      <label htmlFor={fieldId} className="font-mono text-sm text-mute">
        {name}
      </label>
      <span className="truncate text-right text-xs text-faint">
        {value === "" ? "needed" : known ? origins[known.origin] : ""}
      </span>
      <Combobox
        id={fieldId}
        value={value}
        choices={choices}
        readOnly={offBecause !== null}
        placeholder={choices[0]?.value ?? "value"}
        className={`font-mono text-sm ${value === "" ? "border-warn" : ""}`}
        onDraft={(text) => onDraft(name, text)}
        onKeep={keep}
      />
      {successor === null ? null : (
        <button
          type="button"
          onClick={() => {
            onDraft(name, successor);
            keep(successor, "successor");
          }}
          className="col-span-full flex min-h-(--control) flex-wrap items-center gap-x-1.5 text-left text-sm text-warn"
        >
          this pod is gone: <span className="font-mono text-accent underline underline-offset-2">use {successor}</span>
        </button>
      )}
    </div>
  );
}
