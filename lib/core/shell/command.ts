import type { Grant } from "./grant";

export type OutputStream = "stdout" | "stderr";

/** What a native command gets to work with. Text is UTF-8; output is handed over as it is produced. */
export type CommandIo = {
  readonly stdin: string;
  /** The script's exported variables at the time of the call. */
  readonly env: Readonly<Record<string, string>>;
  readonly grant: Grant;
  /** Aborted on cancel and on the run's deadline; the command must stop what it started, remote processes included. */
  readonly signal: AbortSignal;
  /** Text, or bytes as they are: what goes into a file or a pipe keeps each of them. */
  write(stream: OutputStream, chunk: string | Uint8Array): void;
  /**
   * A file of the script's own file system in memory, named from the script's directory; null when there is none.
   * Throws AppError `invalid-input` for a folder or a hostile name, `limit-exceeded` beyond `fileBytes`.
   */
  readFile(path: string): Promise<Uint8Array | null>;
  /** Writes such a file, and the folders above it. Throws like `readFile`. */
  writeFile(path: string, bytes: Uint8Array): Promise<void>;
};

/**
 * What the interpreter needs from a native command such as `kubectl`: it runs in the server, beside the clients and
 * credentials, and is reached by the sandbox over IPC. `argv` is without the command's name. Resolves to the exit code.
 * A failure the shell user expects (not found, refused, wrong flag) is an exit code and text on stderr, never a throw.
 */
export type NativeCommand = {
  readonly name: string;
  run(argv: readonly string[], io: CommandIo): Promise<number>;
};
