"use client";

import { useState } from "react";
import { useRoom } from "@/components/incident/room-context";
import { runsOf } from "@/components/incident/step-state";
import { modeTones, modeWords } from "@/components/runbook/operation-words";
import { provenanceText } from "@/components/runbook/provenance";
import { CopyButton } from "@/components/ui/copy-button";
import { RiskTag } from "@/components/ui/risk-tag";
import { Tag } from "@/components/ui/tag";
import type { RoomRun, RoomState } from "@/lib/core/incident/room-state";
import type { Login, Operation, Parameter, RunMode, Step } from "@/lib/core/runbook/runbook";
import type { Risk } from "@/lib/core/shell/risk/risk";
import type { OperationFacts } from "@/lib/features/incident/schema";
import { CommandText } from "./command-text";
import { HandResult } from "./hand-result";
import { ParameterFields } from "./parameter-fields";
import { RecordButton } from "./record-button";
import { RecordingReports } from "./recording-reports";
import { commandPieces, commandText, literalTemplate } from "./render-command";
import { RunControls } from "./run-controls";
import { RunReport } from "./run-report";

const frames: Record<Risk, string> = {
  read: "border-line",
  change: "border-change/60",
  unknown: "border-change/60",
  destructive: "border-bad/70",
};

/** One operation, ready to run: where it runs, what it says, what it still needs, and what came out last time. */
export function OperationCard({ operation, step }: { readonly operation: Operation; readonly step: Step }) {
  const { dto, state } = useRoom();
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({});
  const facts = dto.operations[operation.id];
  const risk = facts?.risk ?? "unknown";
  const values = { ...valuesOf(operation, dto.runbook?.parameters ?? [], state), ...drafts };
  const runs = runsOf(state, operation.id);
  const mode = modeHere(operation, dto.incident.toolbox);
  const isByHand = mode === "by-hand";
  const [isLiteral, setIsLiteral] = useState(false);
  const written =
    isLiteral && facts ? literalTemplate(operation, facts.namespacePlaces, dto.incident.namespace) : operation;
  return (
    <article aria-label={operation.label} className={`min-w-0 overflow-clip rounded-lg border bg-pane ${frames[risk]}`}>
      <header className="flex flex-wrap items-center gap-x-2.5 gap-y-1 border-b border-line px-3 py-2">
        <div className="grid min-w-0 flex-1 basis-40 gap-0.5">
          <h3 className={operation.label === step.title ? "sr-only" : "font-semibold"}>{operation.label}</h3>
          {isByHand ? <WhyByHand mode={operation.mode} /> : null}
          {isByHand || !facts ? null : (
            <WhereItRuns
              facts={facts}
              login={operation.login}
              isInToolbox={mode === "toolbox"}
              isLiteral={isLiteral}
              onLiteral={() => setIsLiteral(!isLiteral)}
            />
          )}
        </div>
        <div className="ml-auto flex items-center gap-2.5">
          <RiskTag risk={risk} reasons={facts?.reasons} />
          {mode === "native" ? null : (
            <Tag tone={modeTones[mode]} title={provenanceText(operation.mode, "operations")}>
              {modeWords[mode]}
            </Tag>
          )}
          <CopyButton text={commandText(written, values)} />
        </div>
      </header>
      <CommandText pieces={commandPieces(written, values)} />
      <ParameterFields
        operation={operation}
        values={values}
        onDraft={(name, value) => setDrafts((before) => ({ ...before, [name]: value }))}
      />
      {operation.expectations.length > 0 ? (
        <p className="border-t border-line px-3 py-1.5 text-mute">{expectedText(operation.expectations)}</p>
      ) : null}
      <HowToRun operation={operation} isByHand={isByHand} values={values} lastRun={runs.at(-1)} />
      <RecordingReports operationId={operation.id} />
      <RunReport runs={runs} />
    </article>
  );
}

type HowToRunProps = {
  readonly operation: Operation;
  readonly isByHand: boolean;
  readonly values: Readonly<Record<string, string>>;
  readonly lastRun: RoomRun | undefined;
};

/** Done by a person, recorded over hours, or run. */
function HowToRun({ operation, isByHand, values, lastRun }: HowToRunProps) {
  const facts = useRoom().dto.operations[operation.id];
  const risk = facts?.risk ?? "unknown";
  const record =
    risk === "read" && operation.mode.value === "native" ? (
      <RecordButton operation={operation} values={values} />
    ) : null;
  if (isByHand) {
    return <HandResult operation={operation} values={values} />;
  }
  if (record && facts?.recording) {
    return (
      <p className="flex flex-wrap items-center gap-2 border-t border-line px-3 py-2 text-sm text-faint">
        {record}
        goes on for hours
      </p>
    );
  }
  return (
    <RunControls operation={operation} values={values} risk={risk} lastRun={lastRun}>
      {record}
    </RunControls>
  );
}

/** How it is run here: without a toolbox, what needs one is for a person. */
function modeHere({ mode }: Operation, toolbox: string | null): RunMode {
  return mode.value === "toolbox" && toolbox === null ? "by-hand" : mode.value;
}

/** Some texts say "Expected" themselves. */
function expectedText(expectations: Operation["expectations"]): string {
  const text = expectations.map((expectation) => expectation.text).join("; ");
  return /^expected\b/i.test(text) ? text : `Expected: ${text}`;
}

/** Why a person does it. */
function WhyByHand({ mode }: Pick<Operation, "mode">) {
  const { cluster, toolbox } = useRoom().dto.incident;
  const because = mode.because ?? "front matter says so";
  const isMissing = mode.value === "toolbox" && toolbox === null;
  return <p className="text-mute">{isMissing ? `${because}, and ${cluster} has no toolbox` : because}</p>;
}

/** Where it runs, before it runs. */
function WhereItRuns({
  facts,
  login,
  isInToolbox,
  isLiteral,
  onLiteral,
}: {
  readonly facts: OperationFacts;
  readonly login: Login | undefined;
  readonly isInToolbox: boolean;
  readonly isLiteral: boolean;
  readonly onLiteral: () => void;
}) {
  const { cluster, isProduction, toolbox } = useRoom().dto.incident;
  if (login !== undefined) {
    return (
      <p className="text-mute">
        runs through <b className="font-semibold text-ink">{login.value}</b>{" "}
        <span className="text-faint">({login.because ?? "front matter says so"})</span>
      </p>
    );
  }
  return (
    <p className="flex flex-wrap gap-x-2 text-mute">
      <span>
        runs on <b className="font-semibold text-ink">{cluster}</b>
        {isProduction ? <span className="text-change"> production</span> : null}
      </span>
      {isInToolbox ? (
        <span>
          in the toolbox <b className="font-semibold text-ink">{toolbox}</b>
        </span>
      ) : null}
      <span>
        namespace <b className="font-semibold text-ink">{facts.namespace}</b>{" "}
        {facts.namespacePlaces.length > 0 ? (
          <button
            type="button"
            aria-pressed={isLiteral}
            title="Write the namespace into the command"
            onClick={onLiteral}
            className="text-faint underline decoration-dotted underline-offset-2 hover:text-ink max-md:min-h-(--control)"
          >
            (from incident)
          </button>
        ) : (
          <span className="text-faint">({facts.namespaceFrom === "incident" ? "from incident" : "as written"})</span>
        )}
      </span>
    </p>
  );
}

/** What a parameter is set to in this incident, else what the text proposes. */
function valuesOf(
  operation: Operation,
  parameters: readonly Parameter[],
  state: RoomState,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    operation.parameters.map(({ name }) => {
      const proposed = parameters.find((parameter) => parameter.name === name)?.defaultValue;
      return [name, state.parameters[name]?.value ?? proposed ?? ""];
    }),
  );
}
