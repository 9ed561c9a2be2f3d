"use client";

import { Download } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useRoom } from "@/components/incident/room-context";
import { bytesText } from "@/components/metrics/bytes";
import { ClockTime } from "@/components/ui/clock";
import { CopyButton } from "@/components/ui/copy-button";
import { Cell, Table } from "@/components/ui/table";
import type { RoomFile } from "@/lib/core/incident/room-state";

/** What the runs of the incident have left for the next ones: variables and files. Nothing is shown while there is none. */
export function IncidentKeeps() {
  const { state } = useRoom();
  const variables = Object.entries(state.variables);
  return (
    <>
      {variables.length === 0 ? null : (
        <Kept title={`Variables of the incident (${variables.length})`}>
          <Table label="Variables" head={["Name", "Value", "Set by", ""]}>
            {variables.map(([name, { value, by, at }]) => (
              <tr key={name}>
                <Cell className="font-mono text-sm">{name}</Cell>
                <Cell className="max-w-[28ch] truncate font-mono text-sm">{value}</Cell>
                <Cell className="text-sm text-mute">
                  {by} · <ClockTime at={at} />
                </Cell>
                <Cell isNumber>
                  <CopyButton isIcon text={value} label={`Copy ${name}`} />
                </Cell>
              </tr>
            ))}
          </Table>
          <p className="text-sm text-faint">
            What looks like a secret is not kept: it lives only in the run that set it.
          </p>
        </Kept>
      )}
      {state.files.length === 0 ? null : (
        <Kept title={`Files of the incident (${state.files.length})`}>
          <FileList files={state.files} />
        </Kept>
      )}
    </>
  );
}

function Kept({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="min-h-(--control) content-center font-medium">{title}</summary>
      {isOpen ? <div className="grid gap-2 pt-1 pb-2">{children}</div> : null}
    </details>
  );
}

/** Files that runs have left, newest first, each to download. */
export function FileList({ files }: { readonly files: readonly RoomFile[] }) {
  return (
    <ul aria-label="Files" className="divide-y divide-line">
      {files.toReversed().map(({ artifactId, name, size, by, at }) => (
        <li key={artifactId} className="flex flex-wrap items-center gap-x-3 text-sm">
          <a
            href={`/api/artifacts/${artifactId}`}
            download
            className="flex min-h-(--control) min-w-0 items-center gap-1.5 font-mono text-accent underline-offset-2 hover:underline"
          >
            <Download aria-hidden="true" className="size-3.5 shrink-0" />
            <span className="truncate">{name}</span>
          </a>
          <span className="ml-auto whitespace-nowrap text-faint tabular-nums">
            {bytesText(size)} · {by} · <ClockTime at={at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
