import "server-only";
import type { Call } from "../call";
import type { Flags, FlagTable } from "../flags";
import type { ComposeContainer, Project } from "./project";

export type Act = "restart" | "stop" | "start" | "up";

export type ComposeCall = {
  readonly flags: Flags;
  readonly project: Project;
  readonly call: Call;
};

/** What `docker-compose` 1.29 and `docker compose` 2 do and print in ways of their own. */
export type Style = {
  /** "docker compose" */
  readonly command: string;
  readonly psFlags: FlagTable;
  readonly logFlags: FlagTable;
  printPs(containers: readonly ComposeContainer[], compose: ComposeCall): Promise<void>;
  /** Before each line of a container's log, in the order of their names. */
  logPrefixes(containers: readonly ComposeContainer[], compose: ComposeCall): readonly string[];
  logHead(containers: readonly ComposeContainer[]): string;
  /** Whether an act is done, or said to be done, on a container in this state. */
  isActedOn(act: Act, state: string): boolean;
  /** What is printed before and after the acts, in order of the containers. */
  progress(act: Act, containers: readonly ComposeContainer[]): Progress;
  /** A service that runs already, on `up`. */
  upToDate(container: ComposeContainer): string;
  nothingTo(act: Act, project: Project): string | null;
  noSuchService(service: string): string;
};

export type Progress = {
  /** On stderr: one line a container when they begin, one when each is done. */
  begun(container: ComposeContainer): string;
  done(container: ComposeContainer): string;
};
