import "server-only";
import { CommandFailure } from "../failure";
import type { FlagTable } from "../flags";
import { exec } from "../verbs/exec";
import { ofServices } from "./project";
import type { ComposeCall } from "./style";

const flags: FlagTable = {
  detach: { kind: "switch", short: "d" },
  env: { kind: "list", short: "e" },
  index: { kind: "value" },
  interactive: { kind: "switch", short: "i" },
  "no-TTY": { kind: "switch", short: "T" },
  privileged: { kind: "switch" },
  tty: { kind: "switch", short: "t" },
  user: { kind: "value", short: "u" },
  workdir: { kind: "value", short: "w" },
};

/** A program in the container of a service: what `docker exec` does, found by its labels. */
export const composeExec = {
  flags,
  run: async ({ flags: given, project, call }: ComposeCall): Promise<number> => {
    const [service = "", ...argv] = given.words;
    if (argv.length === 0) {
      throw new CommandFailure(`${call.command}: name a service and a program`);
    }
    const index = given.get("index") ?? "1";
    const container = ofServices(project, [service])
      .filter(({ State }) => State === "running")
      .toSorted((a, b) => Number(a.number) - Number(b.number))
      .find(({ number }) => given.get("index") === undefined || number === index);
    if (!container) {
      throw new CommandFailure(`service "${service}" is not running container #${index}`);
    }
    return exec.run({ ...given, words: [container.name, ...argv] }, call);
  },
};
