export interface LogLine {
  readonly atMs: number;
  readonly text: string;
}

/** What one run of a container wrote; closed when that run ends. */
export interface LogBook {
  append(line: LogLine): void;
  close(): void;
  lines(): readonly LogLine[];
  /** Calls back on each later line, and once with undefined when the book closes. */
  follow(listener: (line: LogLine | undefined) => void): () => void;
  isClosed(): boolean;
}

const KEPT_LINES = 2000;

export function createLogBook(): LogBook {
  let kept: LogLine[] = [];
  let closed = false;
  const followers = new Set<(line: LogLine | undefined) => void>();
  const tell = (line: LogLine | undefined): void => {
    for (const follower of [...followers]) {
      follower(line);
    }
  };
  return {
    append: (line) => {
      kept.push(line);
      if (kept.length > 2 * KEPT_LINES) {
        kept = kept.slice(-KEPT_LINES);
      }
      tell(line);
    },
    close: () => {
      closed = true;
      tell(undefined);
      followers.clear();
    },
    lines: () => kept,
    follow: (listener) => {
      followers.add(listener);
      return () => followers.delete(listener);
    },
    isClosed: () => closed,
  };
}
