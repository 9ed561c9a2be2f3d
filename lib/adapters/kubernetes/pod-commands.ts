import "server-only";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import { fitsGranted, IN_POD, podPrograms, signalsOwnJob } from "@/lib/core/shell/targets/pod-programs";
import { quietExec } from "./quiet-exec";

/** Where commands that are meant for the workload run: what `kubectl exec` takes. */
export type PodTarget = {
  /** "deployment/sie-api", or "pod/sie-api-1" when one was chosen. */
  readonly ref: string;
  readonly container: string | null;
};

/**
 * `ps`, `free`, `kill` and their like, each of which runs by `kubectl exec` in the workload's container: by its first
 * ready pod unless one was chosen. What the grant does not list word by word is refused there.
 */
export function podCommands(kubectl: NativeCommand, target: PodTarget | null): readonly NativeCommand[] {
  const inPod = async (argv: readonly string[], io: CommandIo): Promise<number> => {
    if (target === null) {
      io.write("stderr", `${argv[0] ?? IN_POD}: the incident names no workload to run it in\n`);
      return 126;
    }
    const container = target.container === null ? [] : ["-c", target.container];
    const words = [target.ref, ...container, "--", ...argv];
    return quietExec(kubectl, words, { ...io, grant: { ...io.grant, execs: grantedExecs(io, argv) } });
  };
  const programs = [...podPrograms].map((name) => ({
    name,
    // A job of the script's own has ended by then, or is a forward, which ends with the run.
    run: async (argv: readonly string[], io: CommandIo) => (signalsOwnJob(name, argv) ? 0 : inPod([name, ...argv], io)),
  }));
  return [{ name: IN_POD, run: inPod }, ...programs];
}

/** The grant's list, with these words when they are listed but for the numbers of processes. */
function grantedExecs({ grant }: CommandIo, argv: readonly string[]): CommandIo["grant"]["execs"] {
  const { execs } = grant;
  if (execs === "any") {
    return execs;
  }
  const isListed = execs.some((listed) => fitsGranted(listed, argv));
  return isListed ? [...execs, argv] : execs;
}
