/** A place in the room that an address can name: a step, or a run and a line of its output, counted from 1. */
export type RunLink = { readonly runId: string; readonly line: number | null };
export type RoomPlace = { readonly stepId: string | null; readonly run: RunLink | null };

/** The part of an address behind `#` as a place. */
export function placeOf(hash: string): RoomPlace {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const runId = words.get("run");
  const line = Number(words.get("line"));
  return {
    stepId: words.get("step"),
    run: runId ? { runId, line: Number.isInteger(line) && line > 0 ? line : null } : null,
  };
}

export function stepLink(stepId: string): string {
  return `#step=${encodeURIComponent(stepId)}`;
}

export function roomLink({ runId, line }: RunLink): string {
  return `#run=${encodeURIComponent(runId)}${line === null ? "" : `&line=${line}`}`;
}
