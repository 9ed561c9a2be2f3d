import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { Outcome } from "./both-dockers";

/** The reference: docker-compose 1.29 of Debian. */
export const REAL_COMPOSE = "/usr/bin/docker-compose";

/** Loading the program takes a second, so that one process has it and forks for each call. */
const program = `
import json, os, sys, tempfile
from compose.cli.main import main

def call(argv):
    sys.argv = ["docker-compose"] + argv
    try:
        main()
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        return 1 if isinstance(end.code, str) else end.code or 0
    return 0

for line in sys.stdin:
    files = [tempfile.TemporaryFile(), tempfile.TemporaryFile()]
    child = os.fork()
    if child == 0:
        for at, file in enumerate(files):
            os.dup2(file.fileno(), at + 1)
        code = call(json.loads(line))
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    said = []
    for file in files:
        file.seek(0)
        said.append(file.read().decode())
    print(json.dumps({"stdout": said[0], "stderr": said[1], "exitCode": status}), flush=True)
`;

const outcome = z.object({ stdout: z.string(), stderr: z.string(), exitCode: z.number() });

/** The real docker-compose on the daemon at `address`, one call after the other. */
export function startRealCompose(address: string, home: string) {
  const env = { NODE_ENV: "test", HOME: home, PATH: "/usr/bin:/bin", DOCKER_HOST: address } as const;
  const child = spawn("/usr/bin/python3", ["-c", program], { env, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    run: async (...argv: readonly string[]): Promise<Outcome> => {
      child.stdin.write(`${JSON.stringify(argv)}\n`);
      const { value } = await lines.next();
      return outcome.parse(JSON.parse(value ?? "null"));
    },
    stop: async () => {
      child.stdin.end();
      await once(child, "exit");
    },
  };
}
