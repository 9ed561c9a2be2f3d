import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { brandId } from "@/lib/core/kernel/ids";
import type { NativeCommand } from "@/lib/core/shell/command";
import { execArgvs } from "@/lib/core/shell/exec-argvs";
import type { Grant } from "@/lib/core/shell/grant";
import { ownPrograms } from "@/lib/core/shell/program-places";
import { bundle } from "../../../scripts/bundle.mjs";
import { createSandbox, type Sandbox } from "../sandbox/sandbox";
import { testCluster } from "./kubectl/differential/programs";
import { kubectlCommand } from "./kubectl/kubectl";
import { toolboxCommands } from "./toolbox-commands";

const kubeconfig = process.env["TEST_KUBECONFIG"];
const toolbox = { cluster: "test", namespace: "sie", target: "deployment/sie-api", container: null };

let sandbox: Sandbox;
beforeAll(async () => {
  await bundle(["dist/sandbox-child.mjs"]);
  const childPath = fileURLToPath(new URL("../../../dist/sandbox-child.mjs", import.meta.url));
  sandbox = createSandbox({ childPath, warm: 1 });
});
afterAll(() => sandbox.close());

type Place = { readonly kubectl: NativeCommand; readonly grant?: Partial<Grant>; readonly signal?: AbortSignal };

/** Runs a script as a run does: its own programs in the toolbox, its exact words in the grant. */
async function run(script: string, { kubectl, grant = {}, signal = new AbortController().signal }: Place) {
  let text = "";
  const { exitCode } = await sandbox.run({
    script,
    variables: {},
    commands: [kubectl, ...toolboxCommands(kubectl, toolbox, ownPrograms(script))],
    grant: {
      runId: brandId(randomUUID()),
      actor: { kind: "system", name: "test" },
      ceiling: "change",
      clusters: [{ cluster: "test", namespaces: ["default"] }],
      execs: execArgvs(script),
      endpoints: [{ system: "toolbox", name: "test" }],
      ...grant,
    },
    signal,
    onOutput: (piece) => {
      text += piece.text;
    },
  });
  return { exitCode, text };
}

/** Prints the words it gets, and whether they are granted for the toolbox's namespace. */
const echo: NativeCommand = {
  name: "kubectl",
  run: async (argv, { write, stdin, grant }) => {
    write("stdout", `${argv.join(" ")} <${stdin}> in ${grant.clusters.map(({ namespaces }) => namespaces).join()}\n`);
    return 0;
  },
};

describe("programs of the toolbox", () => {
  it("are run there, with input and the variables that the script exports", async () => {
    const script = "export AWS_REGION=eu-1 LOCAL_ONLY=1; unset LOCAL_ONLY; printf abc | aws s3 cp - s3://box/x";
    const words = "exec -n sie deployment/sie-api -i -- env AWS_REGION=eu-1 aws s3 cp - s3://box/x <abc> in sie\n";
    expect(await run(script, { kubectl: echo })).toEqual({ exitCode: 0, text: words });
  });

  it.each([
    ["a word that only the shell knows", "dig $(hostname)", {}],
    ["a run that was not given the toolbox", "dig example.com", { endpoints: [] }],
    ["a run that may only read", "dig example.com", { ceiling: "read" }],
    ["words that were not approved", "dig example.com", { execs: [["dig", "example.org"]] }],
  ] as const)("are refused for %s", async (_name, script, grant) => {
    expect(await run(script, { kubectl: echo, grant })).toMatchObject({
      exitCode: 126,
      text: expect.stringMatching(/^dig: refused: dig in the toolbox/),
    });
  });

  it("are none of those that the script defines, and none of the sandbox's", () => {
    expect(ownPrograms("look() { dig example.com | grep A; }; look; time traceroute x; sudo ffmpeg -i a b")).toEqual([
      "dig",
      "traceroute",
      "ffmpeg",
    ]);
  });
});

describe.skipIf(kubeconfig === undefined)("programs of the toolbox, in a cluster (TEST_KUBECONFIG)", () => {
  const connection = testCluster(kubeconfig);
  const kubectl = kubectlCommand({ connect: () => connection, namespace: "default", now: () => new Date() });

  it("run in its container, and their exit codes count", async () => {
    const script = `export GREETING=hello
busybox sh -c 'echo $GREETING'
printf abc | busybox md5sum
busybox sh -c 'exit 3' || echo "ended with $?"
ipcalc -n 10.1.2.3/24`;
    expect(await run(script, { kubectl })).toEqual({
      exitCode: 0,
      text: "hello\n900150983cd24fb0d6963f7d28e17f72  -\nended with 3\nNETWORK=10.1.2.0\n",
    });
  });

  it("end with the run", async () => {
    const controller = new AbortController();
    const mark = String(400 + Math.floor(Math.random() * 1_000_000));
    const count = async () => {
      const script = `kubectl exec -n sie deploy/sie-api -- sh -c 'cat /proc/[0-9]*/cmdline | tr "\\0" " " | grep -c "slee[p] ${mark}"; true'`;
      return (
        await run(script, { kubectl, grant: { execs: "any", clusters: [{ cluster: "test", namespaces: "any" }] } })
      ).text.trim();
    };
    const running = run(`busybox sleep ${mark}`, { kubectl, signal: controller.signal });
    await expect.poll(count, { timeout: 15_000 }).toBe("1");
    controller.abort();
    await running;
    await expect.poll(count, { timeout: 15_000 }).toBe("0");
  });
});
