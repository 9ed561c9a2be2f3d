import "server-only";
import { AppError } from "@/lib/core/kernel/app-error";
import type { Result } from "@/lib/core/kernel/result";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import { dockerWords } from "@/lib/core/shell/script/docker-words";
import { createCall, type Verb } from "./call";
import { runCompose } from "./compose/compose";
import { styleOne } from "./compose/style-one";
import { styleTwo } from "./compose/style-two";
import type { DockerConnection } from "./connection";
import { CommandFailure } from "./failure";
import { parseFlags } from "./flags";
import { groups, verbs } from "./verbs";

export type DockerOptions = {
  /** The host of `-H`, `--context` or DOCKER_HOST; the default one when null. The error is the refusal to print. */
  connect(host: string | null): Result<DockerConnection, string>;
  now(): Date;
};

/**
 * docker for the verbs that runbooks use: the same output and exit codes as the real one for the same state. What it does
 * not know is an error that says so; what the grant does not cover ends with 126.
 */
export function dockerCommand(options: DockerOptions): NativeCommand {
  return {
    name: "docker",
    run: (argv, io) => answered(() => dispatch(argv, io, options), io),
  };
}

/** docker-compose 1.29 for its verbs on what runs already. */
export function dockerComposeCommand(options: DockerOptions): NativeCommand {
  const connect = connector(options);
  return {
    name: "docker-compose",
    run: (argv, io) =>
      answered(() => runCompose(argv, { style: styleOne, io, connect: (command) => connect(null, command, io) }), io),
  };
}

async function answered(run: () => Promise<number>, io: CommandIo): Promise<number> {
  try {
    return await run();
  } catch (error) {
    return failed(error, io);
  }
}

/** Opens a call on the host that is named, else on that of DOCKER_HOST. Throws the refusal of a host. */
function connector({ connect, now }: DockerOptions) {
  return (host: string | null, command: string, io: CommandIo) => {
    const connection = connect(host ?? (io.env["DOCKER_HOST"] || null));
    if (!connection.ok) {
      throw new CommandFailure(`headroom: ${connection.error}`, 126);
    }
    return createCall({ connection: connection.value, io, command, now });
  };
}

async function dispatch(argv: readonly string[], io: CommandIo, options: DockerOptions): Promise<number> {
  const { host, rest } = dockerWords(argv);
  const connect = connector(options);
  if (rest[0] === "compose") {
    const words = rest.slice(1).map((word) => word ?? "");
    return runCompose(words, { style: styleTwo, io, connect: (command) => connect(host, command, io) });
  }
  const { command, verb, words } = verbOf(rest.map((word) => word ?? ""));
  const flags = parseFlags(words, { table: verb.flags, command, stopsAtOperand: verb.stopsAtOperand ?? false });
  const problem = countProblem(flags.words.length, verb);
  if (problem !== null) {
    throw new CommandFailure(
      `"${command}" ${problem}.\nSee '${command} --help'.\n\nUsage:  ${command} ${verb.usage}\n\n${verb.summary}`,
    );
  }
  return verb.run(flags, connect(host, command, io));
}

function verbOf(argv: readonly string[]): { command: string; verb: Verb; words: readonly string[] } {
  const [first = "", second = ""] = argv;
  const group = groups.get(first);
  const verb = group ? group.get(second) : verbs.get(first);
  const command = group ? `docker ${first} ${second}`.trimEnd() : `docker ${first}`.trimEnd();
  if (verb) {
    return { command, verb, words: argv.slice(group ? 2 : 1) };
  }
  const known = [...(group ?? verbs).keys()].join(", ");
  throw new CommandFailure(
    first === "" || first.startsWith("-")
      ? `docker: say what to do: ${known}`
      : `docker: ${command} is not one of the commands that run from here (${known}): copy it and run it by hand`,
  );
}

function countProblem(count: number, { least, most }: Verb): string | null {
  if (count >= least && count <= most) {
    return null;
  }
  const words = (number: number) => `${number} argument${number === 1 ? "" : "s"}`;
  if (most === 0) {
    return "accepts no arguments";
  }
  if (least === most) {
    return `requires exactly ${words(least)}`;
  }
  if (most === Number.POSITIVE_INFINITY) {
    return `requires at least ${words(least)}`;
  }
  return least === 0 ? `requires at most ${words(most)}` : `requires at least ${least} and at most ${words(most)}`;
}

function failed(error: unknown, io: CommandIo): number {
  if (io.signal.aborted) {
    return 130;
  }
  if (error instanceof CommandFailure) {
    io.write("stderr", error.message === "" ? "" : `${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof AppError) {
    io.write("stderr", `docker: ${error.message}\n`);
    return 1;
  }
  throw error;
}
