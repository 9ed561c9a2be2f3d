import type { ReactNode } from "react";
import { SeverityTag } from "@/components/ui/severity-tag";
import { Tag } from "@/components/ui/tag";
import { durationText } from "@/lib/core/kernel/duration-text";
import type { EscalationLevel, Facts } from "@/lib/core/runbook/facts";
import type { Sourced } from "@/lib/core/runbook/source";
import { Provenance, provenanceText } from "./provenance";

/** What the runbook says about itself, each value with where it was found. */
export function FactsTable({ facts }: { readonly facts: Facts }) {
  return (
    <dl className="grid gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-2">
      <Fact name="Alerts" isShown={facts.alerts.length > 0}>
        <span className="flex flex-wrap gap-1.5">
          {facts.alerts.map((alert) => (
            <Tag key={alert.value} title={provenanceText(alert)}>
              {alert.value}
            </Tag>
          ))}
        </span>
      </Fact>
      <SourcedFact name="Severity" of={facts.severity}>
        {(severity) => <SeverityTag severity={severity} />}
      </SourcedFact>
      <SourcedFact name="Trigger" of={facts.trigger} />
      <SourcedFact name="Resolve within" of={facts.mttrTargetSeconds}>
        {durationText}
      </SourcedFact>
      <SourcedFact name="Impact on the SLA" of={facts.slaImpact} />
      <SourcedFact name="System" of={facts.system} />
      <SourcedFact name="Owner" of={facts.owner} />
      <SourcedFact name="Review by" of={facts.reviewDate} />
      <Fact name="Thresholds" isShown={facts.thresholds.length > 0}>
        <ul className="grid gap-0.5">
          {facts.thresholds.map((threshold) => (
            <li key={`${threshold.lines.start}-${threshold.text}`}>
              {threshold.subject} <span className="text-warn">{threshold.quantity.text}</span>{" "}
              <span className="text-sm text-faint">line {threshold.lines.start}</span>
            </li>
          ))}
        </ul>
      </Fact>
      <Fact name="Escalation" isShown={facts.escalation.length > 0}>
        <ol className="grid gap-1">
          {facts.escalation.map((level) => (
            <li key={level.level}>{escalationText(level)}</li>
          ))}
        </ol>
      </Fact>
      <Fact name="Resolution checklist" isShown={facts.resolutionChecklist.length > 0}>
        <ul className="grid gap-0.5">
          {facts.resolutionChecklist.map((line) => (
            <li key={line.id}>
              {line.text} {line.check ? <Tag tone="info">checked live</Tag> : null}
              {line.mandatory ? null : <span className="text-sm text-faint"> optional</span>}
            </li>
          ))}
        </ul>
      </Fact>
    </dl>
  );
}

function Fact({
  name,
  isShown,
  children,
}: {
  readonly name: string;
  readonly isShown: boolean;
  readonly children: ReactNode;
}) {
  return isShown ? (
    <div className="grid content-start gap-1 bg-pane px-3 py-2.5 last:odd:sm:col-span-2">
      <dt className="text-sm text-faint">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  ) : null;
}

function SourcedFact<T extends string | number>({
  name,
  of,
  children,
}: {
  readonly name: string;
  readonly of: Sourced<T> | undefined;
  readonly children?: (value: T) => ReactNode;
}) {
  return of === undefined ? null : (
    <Fact name={name} isShown>
      <span className="flex flex-wrap items-baseline gap-x-2">
        {children ? children(of.value) : of.value}
        <Provenance of={of} />
      </span>
    </Fact>
  );
}

function escalationText(level: EscalationLevel): string {
  const after = level.afterSeconds === undefined ? "" : ` after ${durationText(level.afterSeconds)}`;
  const rest = [...level.criteria, ...level.contacts].join(" · ");
  return `${level.title}${after}${rest ? `: ${rest}` : ""}`;
}
