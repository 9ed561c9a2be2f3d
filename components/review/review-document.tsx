import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { signedWords } from "@/components/checklist/item-words";
import { EventIcon } from "@/components/timeline/event-icon";
import { buttonClass } from "@/components/ui/button";
import { ClockTime } from "@/components/ui/clock";
import { SeverityTag } from "@/components/ui/severity-tag";
import { StatusIcon } from "@/components/ui/status-icon";
import { describeEvent } from "@/lib/core/incident/describe-event";
import type { TimelineEvent } from "@/lib/core/incident/event";
import { durationText } from "@/lib/core/kernel/duration-text";
import type { ReviewDto } from "@/lib/features/review/schema";
import { PrintButton } from "./print-button";
import { ReviewRuns } from "./review-runs";

/** The post-incident review, for reading and for printing: facts in their order, nothing else. */
export function ReviewDocument({ review }: { readonly review: ReviewDto }) {
  const { state } = review;
  return (
    <article className="mx-auto grid w-full max-w-[74ch] gap-8 px-4 py-8 text-[0.9375rem] leading-relaxed print:max-w-none print:p-0">
      <header className="grid gap-3">
        <div className="flex flex-wrap items-center gap-3">
          <SeverityTag severity={state.severity} />
          <h1 className="min-w-0 flex-1 basis-80 text-2xl font-semibold">
            INC-{review.number}: {review.title}
          </h1>
        </div>
        <p className="text-mute">
          {review.cluster} / {review.namespace} / {review.workload}
          {review.runbookTitle ? ` · runbook “${review.runbookTitle}”` : ""} · {state.status}
        </p>
        <div className="flex flex-wrap gap-2 text-base print:hidden">
          <a href={`/api/incidents/${review.number}/review.md`} download className={buttonClass("primary")}>
            <Download aria-hidden="true" className="size-3.5" />
            Markdown
          </a>
          <PrintButton />
        </div>
      </header>
      <Figures review={review} />
      <Part title="What was run">
        <ReviewRuns runs={Object.values(state.runs)} />
      </Part>
      <Part title="Resolution checklist">
        <SignedPoints review={review} />
      </Part>
      <Part title="Follow-up">
        {review.followUps.length === 0 ? (
          <p className="text-mute">The runbook names none.</p>
        ) : (
          <ul className="grid list-disc gap-1 pl-5">
            {review.followUps.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        )}
      </Part>
      <Part title="Timeline">
        <ol className="grid gap-1.5">
          {review.events.map((event) => (
            <Entry key={event.seq} event={event} corrected={state.corrections[event.seq]?.text} />
          ))}
        </ol>
      </Part>
      <footer className="grid gap-1 border-t border-line pt-4 text-base text-mute">
        <p className={review.chain.isIntact ? "" : "font-semibold text-bad"}>{review.chain.sentence}</p>
        <p>
          Head <code className="[overflow-wrap:anywhere]">{review.chain.head}</code>
        </p>
      </footer>
    </article>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="grid gap-3">
      <h2 className="border-b border-line pb-1 text-lg font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Figures({ review }: { readonly review: ReviewDto }) {
  const { state, mttrTargetSeconds, timeToResolveSeconds } = review;
  const isLate = mttrTargetSeconds !== null && (timeToResolveSeconds ?? 0) > mttrTargetSeconds;
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-4">
      <Figure name="Acknowledged after" seconds={review.timeToAcknowledgeSeconds} />
      <Figure name="Mitigated after" seconds={review.timeToMitigateSeconds} />
      <Figure name="Resolved after" seconds={timeToResolveSeconds} isBad={isLate}>
        {mttrTargetSeconds === null ? "no target in the runbook" : `target ${durationText(mttrTargetSeconds)}`}
      </Figure>
      <div className="grid content-start bg-pane px-3 py-2.5">
        <dt className="text-sm text-faint">OOM kills seen</dt>
        <dd className="text-xl font-semibold">{state.oomKills.length}</dd>
        <dd className="text-sm text-faint">
          commander {state.roles.commander.map((holder) => holder.name).join(", ") || "nobody"}
        </dd>
      </div>
    </dl>
  );
}

function Figure({
  name,
  seconds,
  isBad = false,
  children,
}: {
  readonly name: string;
  readonly seconds: number | null;
  readonly isBad?: boolean;
  readonly children?: ReactNode;
}) {
  return (
    <div className="grid content-start bg-pane px-3 py-2.5">
      <dt className="text-sm text-faint">{name}</dt>
      <dd className={`text-xl font-semibold ${isBad ? "text-warn" : ""}`}>
        {seconds === null ? "not reached" : durationText(seconds)}
      </dd>
      {children ? <dd className="text-sm text-faint">{children}</dd> : null}
    </div>
  );
}

function SignedPoints({ review }: { readonly review: ReviewDto }) {
  if (review.checklist.length === 0) {
    return <p className="text-mute">The runbook has none.</p>;
  }
  return (
    <ul className="grid gap-2">
      {review.checklist.map(({ itemId, text, mandatory }) => {
        const mark = review.state.items[itemId];
        return (
          <li key={itemId} className="grid grid-cols-[1rem_minmax(0,1fr)] gap-2.5">
            <span className="pt-1">
              <StatusIcon status={mark ? "done" : "pending"} isWordHidden />
            </span>
            <span>
              {text}
              <span className="block text-base text-mute">
                {mark
                  ? `${[`${signedWords[mark.verdict]} by ${mark.by}`, mark.statement, mark.check].filter(Boolean).join(" · ")}`
                  : mandatory
                    ? "not signed"
                    : "not signed (optional)"}
              </span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Entry({ event, corrected }: { readonly event: TimelineEvent; readonly corrected: string | undefined }) {
  const { icon, title, detail } = describeEvent(event);
  return (
    <li className="grid break-inside-avoid grid-cols-[4.5rem_1rem_minmax(0,1fr)] gap-x-2 text-base">
      <span className="text-faint">
        <ClockTime at={event.at} withSeconds />
      </span>
      <span className="pt-1">
        <EventIcon name={icon} />
      </span>
      <span className="[overflow-wrap:anywhere]">
        <span className={corrected ? "text-faint line-through" : ""}>{title}</span>{" "}
        {corrected ? <span>{corrected} </span> : null}
        <span className="text-mute">{[detail, event.actor.name].filter(Boolean).join(" · ")}</span>
      </span>
    </li>
  );
}
