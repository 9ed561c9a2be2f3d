import type { ReactNode } from "react";
import { RiskTag } from "@/components/ui/risk-tag";
import { operationTargets } from "@/lib/core/runbook/operations/operation-targets";
import type { MarginNotes } from "@/lib/core/runbook/page/margin-notes";
import type { Decision, Operation } from "@/lib/core/runbook/runbook";
import type { DocumentIndex } from "./document-index";
import { positionKey } from "./inline-text";
import { checkWords, digestOf, modeGroups, riskOfAll, stepLines } from "./note-words";
import { kindWords, modeWords } from "./operation-words";
import { Provenance, Stated } from "./provenance";

/** Beside the text on wide screens, folded under it elsewhere. */
export function MarginNote({ digest, children }: { readonly digest: string; readonly children: ReactNode }) {
  return (
    <details className="margin-note content-start text-sm text-mute lg:border-l lg:border-line lg:pl-4">
      <summary className="min-h-(--control) content-center text-faint">{digest}</summary>
      <div className="grid gap-1 [overflow-wrap:anywhere] max-lg:pb-2 max-lg:pl-4">{children}</div>
    </details>
  );
}

/** What was understood of one place of the text, each conclusion with its reason. */
export function PlaceNote({ notes, index }: { readonly notes: MarginNotes; readonly index: DocumentIndex }) {
  return (
    <MarginNote digest={digestOf(notes)}>
      <NoteLines notes={notes} index={index} />
    </MarginNote>
  );
}

export function NoteLines({ notes, index }: { readonly notes: MarginNotes; readonly index: DocumentIndex }) {
  const { operations, expectations, decisions, thresholds } = notes;
  const risk = riskOfAll(operations, index.risks);
  const names = [...new Set(operations.flatMap(({ parameters }) => parameters.map(({ name }) => name)))];
  return (
    <>
      {stepLines(notes).map((line) => (
        <p key={line}>{line}</p>
      ))}
      {modeGroups(operations).map(({ mode, count }, at) => (
        <p key={positionKey(at)}>
          {count > 1 ? `${count} × ` : ""}
          {modeWords[mode.value]} <Provenance of={mode} field="operations" />
        </p>
      ))}
      <TargetLine operations={operations} />
      {risk ? (
        <p>
          <RiskTag risk={risk.risk} /> <span className="text-faint">{risk.reasons.join("; ")}</span>
        </p>
      ) : null}
      {names
        .flatMap((name) => index.parameters.get(name) ?? [])
        .map(({ name, kind }) => (
          <p key={name}>
            <code className="rounded bg-accent/15 px-1">{name}</code> {kindWords(kind.value)}{" "}
            <Provenance of={kind} field="parameters" />
          </p>
        ))}
      {expectations.map(({ check, from }, at) => (
        <p key={positionKey(at)}>
          expects <span className="text-faint">{checkWords(check)}</span> <Stated from={from} field="expect" />
        </p>
      ))}
      {decisions.map((decision, at) => (
        <DecisionLine key={positionKey(at)} decision={decision} index={index} />
      ))}
      {thresholds.map(({ subject, quantity }, at) => (
        <p key={positionKey(at)}>
          {subject} <span className="text-warn">{quantity.text}</span>{" "}
          <span className="text-faint">a line on the graph</span>
        </p>
      ))}
    </>
  );
}

/** Where the operations of a place act, and on what. */
function TargetLine({ operations }: { readonly operations: readonly Operation[] }) {
  const targets = new Map(operations.flatMap(operationTargets).map((target) => [target.text, target]));
  const reasons = new Set([...targets.values()].flatMap(({ because }) => because ?? []));
  return targets.size === 0 ? null : (
    <p>
      acts on {[...targets.keys()].join(", ")}{" "}
      <span className="text-sm text-faint">
        {reasons.size === 0 ? "as written" : `inferred: ${[...reasons].join("; ")}`}
      </span>
    </p>
  );
}

function DecisionLine({ decision, index }: { readonly decision: Decision; readonly index: DocumentIndex }) {
  const { condition, outcome, leadsTo, from } = decision;
  return (
    <p>
      decides <span className="text-faint">{condition} →</span>{" "}
      {leadsTo === undefined ? (
        <span className="text-faint">{outcome}</span>
      ) : (
        <a href={`#${leadsTo}`} className="text-accent hover:underline">
          {index.titles.get(leadsTo) ?? outcome}
        </a>
      )}{" "}
      <Stated from={from} field="decide" />
    </p>
  );
}
