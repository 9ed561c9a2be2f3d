"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import type { OutputText } from "@/lib/core/output/output-text";
import { runOutputQuery } from "@/lib/features/execution/queries";
import { LiveOutput } from "./live-output";
import { useLiveClient } from "./live-provider";

export type RunOutput = {
  /** Grows in place; `version` says when it has. */
  readonly text: OutputText;
  readonly version: number;
  readonly isLoading: boolean;
  /** More of it is to come. */
  readonly isGrowing: boolean;
  readonly problem: string | null;
};

/**
 * The output of a run: streamed while it runs, and the kept output once it has ended. What was streamed stays, and only
 * what is missing of it is added, so nothing flickers at the end.
 */
export function useRunOutput(runId: string, isRunning: boolean): RunOutput {
  const client = useLiveClient();
  const [output] = useState(() => new LiveOutput());
  const version = useSyncExternalStore(output.watch, output.version, output.version);
  useEffect(
    () =>
      isRunning
        ? client?.listen(`run:${runId}`, 0, (message) => message.kind === "output" && output.take(message.pieces))
        : undefined,
    [client, output, runId, isRunning],
  );
  const kept = useQuery({ ...runOutputQuery(runId), enabled: !isRunning });
  useEffect(() => output.take(kept.data?.pieces ?? []), [output, kept.data]);
  return {
    text: output.text,
    version,
    isLoading: !isRunning && kept.isPending && version === 0,
    isGrowing: isRunning || (kept.data?.isWhole !== true && kept.error === null),
    problem: kept.error?.message ?? null,
  };
}
