/** The process around a command, handed in so that a command can be tested as a function. */
export type CommandLineIo = {
  stdout(text: string): void;
  stderr(text: string): void;
  /** Where relative paths begin. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
};

/** The shell's convention for wrong usage. */
export const WRONG_USAGE = 2;
