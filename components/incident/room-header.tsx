"use client";

import { ChevronLeft, Lock, Users } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { ThemeToggle } from "@/components/shell/theme-toggle";
import { Avatar } from "@/components/ui/avatar";
import { Countdown, ElapsedClock } from "@/components/ui/clock";
import { SeverityTag } from "@/components/ui/severity-tag";
import { useNow } from "@/components/ui/use-now";
import { isOpen } from "@/lib/core/incident/incident";
import { durationText } from "@/lib/core/kernel/duration-text";
import type { Facts } from "@/lib/core/runbook/facts/facts";
import { IncidentDialog } from "./incident-dialog";
import { useRoom } from "./room-context";
import { StatusActions } from "./status-actions";
import { NextTimer } from "./step-timer";

/** What everybody asks first: how bad, since when, how long is left, who leads. */
export function RoomHeader() {
  const { dto, state, presence } = useRoom();
  const { incident, viewer } = dto;
  const [isPeopleOpen, setIsPeopleOpen] = useState(false);
  const commander = state.roles.commander[0];
  return (
    <header className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1.5 border-b border-line bg-pane px-3 py-1.5 lg:min-h-12 lg:flex-nowrap lg:px-4">
      <div className="flex min-w-0 flex-1 basis-[66%] items-center gap-2.5 lg:basis-64">
        <Link
          href="/"
          aria-label="All incidents"
          className="-mx-1 grid size-(--control) place-items-center rounded-md text-mute hover:bg-raise hover:text-ink"
        >
          <ChevronLeft aria-hidden="true" className="size-4" />
        </Link>
        <SeverityTag severity={state.severity} />
        <h1 className="truncate text-[0.875rem] font-semibold" title={incident.title}>
          INC-{incident.number} · {incident.title}
        </h1>
        {incident.isPrivate ? <Lock aria-label="Private" className="size-3.5 shrink-0 text-warn" /> : null}
        <span className="truncate text-mute max-xl:hidden">
          {incident.namespace} / {incident.workload} · {incident.cluster}
        </span>
      </div>
      <div className="max-sm:order-2 sm:contents">
        <Fact label={isOpen(state.status) ? "since start" : "from start to end"}>
          <ElapsedClock since={incident.openedAt} until={state.resolvedAt} />
        </Fact>
        <Target target={dto.runbook?.facts.mttrTargetSeconds?.value} />
      </div>
      <NextTimer />
      <Escalation facts={dto.runbook?.facts} />
      <Fact label="commander" isWide>
        {commander ? commander.name : <span className="text-warn">nobody</span>}
      </Fact>
      <button
        type="button"
        onClick={() => setIsPeopleOpen(true)}
        aria-label="People, roles and severity"
        className="flex min-h-(--control) items-center -space-x-1.5 rounded-md px-1.5 hover:bg-raise max-lg:order-1 max-lg:ml-auto"
      >
        {presence.slice(0, 4).map((person) => (
          <Avatar key={person.userId} name={person.name} isMe={person.userId === viewer.userId} />
        ))}
        {presence.length > 4 ? <span className="pl-2.5 text-sm text-mute">+{presence.length - 4}</span> : null}
        <Users aria-hidden="true" className={`size-4 text-mute ${presence.length > 0 ? "ml-3" : ""}`} />
      </button>
      <StatusActions />
      <span className="max-lg:hidden">
        <ThemeToggle />
      </span>
      <IncidentDialog isOpen={isPeopleOpen} onClose={() => setIsPeopleOpen(false)} />
    </header>
  );
}

function Fact({
  label,
  isWide = false,
  children,
}: {
  readonly label: string;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={`grid shrink-0 leading-tight max-lg:order-2 ${isWide ? "max-lg:hidden" : ""}`}>
      <span className="font-semibold whitespace-nowrap">{children}</span>
      <span className="text-xs whitespace-nowrap text-faint max-sm:sr-only">{label}</span>
    </div>
  );
}

function Target({ target }: { readonly target: number | undefined }) {
  const { dto, state } = useRoom();
  if (target === undefined) {
    return null;
  }
  const at = Date.parse(dto.incident.openedAt) + target * 1_000;
  return (
    <Fact label={`MTTR target ${durationText(target)}`}>
      {state.resolvedAt === null ? (
        <Countdown at={at} windowSeconds={target} />
      ) : (
        <span className={Date.parse(state.resolvedAt) > at ? "text-warn" : "text-ok"}>
          {Date.parse(state.resolvedAt) > at ? "missed" : "met"}
        </span>
      )}
    </Fact>
  );
}

/** The next level of the runbook's own escalation, with the time until then. */
function Escalation({ facts }: { readonly facts: Facts | undefined }) {
  const { dto, state } = useRoom();
  const now = useNow();
  if (now === null || !facts || !isOpen(state.status)) {
    return null;
  }
  const start = Date.parse(dto.incident.openedAt);
  const next = facts.escalation.find(
    (level) => level.afterSeconds !== undefined && start + level.afterSeconds * 1_000 > now,
  );
  return next?.afterSeconds === undefined ? null : (
    <Fact label="next escalation" isWide>
      L{next.level} in <Countdown at={start + next.afterSeconds * 1_000} windowSeconds={next.afterSeconds} isBare />
    </Fact>
  );
}
