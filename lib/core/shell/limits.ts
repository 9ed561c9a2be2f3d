/** Every limit of a run, with its unit in its name. One table; tests and operators override single entries. */
export const runLimits = {
  /** Deadline of a run that is not live. */
  runTimeoutMs: 120_000,
  /** Deadline of a live operation: logs -f, watch, -w. */
  liveTimeoutMs: 900_000,
  /** How long a stopped script may take to hand over what a pipe holds. Together with the kill well under 500 ms. */
  stopGraceMs: 250,
  /** Output kept whole; beyond it the head, the tail and a mark. */
  outputBytes: 64 * 1024 * 1024,
  /** Of that, the end; it is handed over when the run ends. */
  outputTailBytes: 1024 * 1024,
  /** Output of one native command handed back into a pipe. */
  pipeBytes: 16 * 1024 * 1024,
  /** One file that a native command reads or writes in the script's file system. */
  fileBytes: 64 * 1024 * 1024,
  /** All files of a script together. */
  fileSystemBytes: 128 * 1024 * 1024,
  /** Files of earlier runs of the incident that a script finds: the newest of each name, up to so many bytes. */
  givenBytes: 64 * 1024 * 1024,
  /** Files that a run leaves to its incident. */
  keptFiles: 50,
  /** All of them together. */
  keptBytes: 128 * 1024 * 1024,
  /** All files of an incident. */
  incidentBytes: 1024 * 1024 * 1024,
  /** One variable that a run leaves to later ones: it goes to every reader of the incident. */
  variableCharacters: 64 * 1024,
  /** Variables that one run leaves. */
  variableCount: 200,
  /** Heap of the sandbox child. */
  sandboxMemoryBytes: 256 * 1024 * 1024,
  /** All memory of the sandbox child, looked at from outside. */
  sandboxProcessBytes: 512 * 1024 * 1024,
  /** Iterations of one loop. */
  loopIterations: 100_000,
  /** Commands of one script. */
  commandCount: 10_000,
  /** Size of a script. */
  scriptBytes: 1024 * 1024,
} as const;
export type RunLimits = { readonly [Name in keyof typeof runLimits]: number };
