/** Background work of one noun, started once a process and stopped with it. */
export type Worker = {
  readonly name: string;
  /** Resolves when the work goes on by itself; the result stops it and resolves when it has stopped. */
  start(): Promise<() => Promise<void>>;
};
