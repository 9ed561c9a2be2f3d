/** One file that a run left behind, for the browser. Download: GET /api/artifacts/[id]. */
export type ArtifactRow = {
  readonly id: string;
  /** As the script called it: "heap.prof", "/tmp/pods.txt". */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** sha256, hex. */
  readonly hash: string;
  /** Null: a person pasted it. */
  readonly runId: string | null;
  /** What the run was called. */
  readonly label: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Secrets that were taken out before it was stored. */
  readonly hiddenSecrets: number;
  /** There is no later one of this name: the next run finds this one. */
  readonly isNewest: boolean;
};
