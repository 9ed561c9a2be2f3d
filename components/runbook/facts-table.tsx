import { SeverityTag } from "@/components/ui/severity-tag";
import { Tag } from "@/components/ui/tag";
import { durationText } from "@/lib/core/kernel/duration-text";
import type { Facts, Threshold } from "@/lib/core/runbook/facts/facts";
import { EscalationList } from "./escalation-list";
import { Fact, FactLines, SourcedFact } from "./fact";
import { InlineText, positionKey } from "./inline-text";
import { provenanceText, Stated } from "./provenance";

/** What the runbook says about itself, each value with where it was found: first what is needed at once. */
export function FactsTable({ facts }: { readonly facts: Facts }) {
  const impacts = facts.impacts.filter(({ lines }) => lines.start !== facts.slaImpact?.lines?.start);
  return (
    <div className="grid gap-2 has-[>dl:empty:only-child]:hidden">
      <dl className="gap-x-8 rounded-lg empty:hidden border border-line bg-pane px-3 py-1.5 lg:columns-2">
        <Fact name="Alerts" isShown={facts.alerts.length > 0}>
          <span className="flex flex-wrap gap-1.5">
            {facts.alerts.map((alert) => (
              <Tag key={alert.value} title={provenanceText(alert, "alerts")}>
                {alert.value}
              </Tag>
            ))}
          </span>
        </Fact>
        <SourcedFact name="Severity" field="severity" of={facts.severity}>
          {(severity) => <SeverityTag severity={severity} />}
        </SourcedFact>
        <SourcedFact name="Trigger" field="trigger" of={facts.trigger} />
        <SourcedFact name="Resolve within" field="mttr" of={facts.mttrTargetSeconds}>
          {durationText}
        </SourcedFact>
        <SourcedFact name="SLA impact" field="slaImpact" of={facts.slaImpact} />
        <Fact name="What it means" isShown={impacts.length > 0} isLong>
          <FactLines lines={impacts} field="impacts" />
        </Fact>
        <SourcedFact name="People are called" field="businessHoursOnly" of={facts.businessHoursOnly}>
          {(isSo) => (isSo ? "in business hours only" : "at any hour")}
        </SourcedFact>
        <SourcedFact name="System" field="system" of={facts.system} />
        <SourcedFact name="Owner" field="owner" of={facts.owner} />
        {facts.reviewDue ? (
          <SourcedFact name="Review due" field="review" of={facts.reviewDue} />
        ) : (
          <SourcedFact name="Review" field="review" of={facts.reviewDate} />
        )}
        <Fact name="Thresholds" isShown={facts.thresholds.length > 0} isLong>
          <FactLines lines={facts.thresholds.map(thresholdLine)} field="thresholds" />
        </Fact>
        <Fact name="To resolve" isShown={facts.resolutionChecklist.length > 0} isLong>
          <ul className="grid gap-0.5">
            {facts.resolutionChecklist.map((line) => (
              <li key={line.id}>
                {line.text} {line.check ? <Tag tone="info">checked live</Tag> : null}{" "}
                {line.mandatory ? null : <span className="text-sm text-faint">optional </span>}
                <Stated from={line.from} field="checklist" />
              </li>
            ))}
          </ul>
        </Fact>
        <Fact name="Escalation" isShown={facts.escalation.length > 0} isLong>
          <EscalationList levels={facts.escalation} />
        </Fact>
      </dl>
      <LaterFacts facts={facts} />
    </div>
  );
}

function thresholdLine({ subject, quantity, lines, from }: Threshold) {
  return { text: `${subject} ${quantity.text}`.trim(), lines, ...(from && { from }) };
}

/** What is needed when the fire is out, folded: it must not stand between the reader and the steps. */
function LaterFacts({ facts }: { readonly facts: Facts }) {
  const { notifications, followUps, alertRules, links } = facts;
  const counts = [
    [notifications.length, "line that tells somebody", "lines that tell somebody"],
    [followUps.length, "follow-up", "follow-ups"],
    [alertRules.length, "alert rule", "alert rules"],
    [links.length, "link", "links"],
  ] as const;
  const words = counts.flatMap(([count, one, several]) =>
    count === 0 ? [] : `${count} ${count === 1 ? one : several}`,
  );
  if (words.length === 0) {
    return null;
  }
  return (
    <details className="rounded-lg border border-line bg-pane">
      <summary className="min-h-(--control) content-center px-3 py-1.5 text-mute">{words.join(" · ")}</summary>
      <dl className="border-t border-line px-3 py-1.5">
        <Fact name="Tell" isShown={notifications.length > 0} isLong>
          <FactLines lines={notifications} field="notifications" />
        </Fact>
        <Fact name="Follow-up" isShown={followUps.length > 0} isLong>
          <FactLines lines={followUps} field="followUps" />
        </Fact>
        <Fact name="Alert rules" isShown={alertRules.length > 0} isLong>
          <ul className="grid gap-1.5">
            {alertRules.map(({ alert, expr, forSeconds, lines }, index) => (
              <li key={positionKey(index)}>
                {alert}{" "}
                <span className="text-sm text-faint">
                  {forSeconds === undefined ? "" : `for ${durationText(forSeconds)} · `}line {lines.start}
                </span>
                <code className="block text-mute">{expr}</code>
              </li>
            ))}
          </ul>
        </Fact>
        <Fact name="Links" isShown={links.length > 0} isLong>
          <ul className="grid gap-0.5">
            {links.map(({ text, url, lines }, index) => (
              <li key={positionKey(index)}>
                <InlineText parts={[{ kind: "link", url, children: [{ kind: "text", text: text || url }] }]} />{" "}
                <span className="text-sm text-faint">line {lines.start}</span>
              </li>
            ))}
          </ul>
        </Fact>
      </dl>
    </details>
  );
}
