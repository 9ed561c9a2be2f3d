"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useReducer } from "react";
import { runOutputQuery } from "@/lib/features/execution/queries";
import type { OutputPiece, StreamMessage } from "@/lib/features/timeline/schema";
import { useLiveClient } from "./live-provider";

export type RunOutput = {
  readonly pieces: readonly OutputPiece[];
  readonly isLoading: boolean;
  readonly problem: string | null;
};

/**
 * The output of a run: streamed while it runs, and the kept output once it has ended. What was streamed stays on the
 * screen until the kept output is there, so nothing flickers at the end.
 */
export function useRunOutput(runId: string, isRunning: boolean): RunOutput {
  const client = useLiveClient();
  const [streamed, receive] = useReducer(withPieces, []);
  useEffect(() => (isRunning ? client?.listen(`run:${runId}`, 0, receive) : undefined), [client, runId, isRunning]);
  const kept = useQuery({ ...runOutputQuery(runId), enabled: !isRunning });
  return {
    pieces: isRunning ? streamed : (kept.data ?? streamed),
    isLoading: !isRunning && kept.isPending && streamed.length === 0,
    problem: kept.error?.message ?? null,
  };
}

function withPieces(pieces: readonly OutputPiece[], message: StreamMessage): readonly OutputPiece[] {
  if (message.kind !== "output") {
    return pieces;
  }
  const last = pieces.at(-1)?.seq ?? 0;
  const fresh = message.pieces.filter((piece) => piece.seq > last);
  return fresh.length === 0 ? pieces : [...pieces, ...fresh];
}
