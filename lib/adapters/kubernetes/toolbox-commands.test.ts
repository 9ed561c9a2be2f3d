import { describe, expect, it } from "vitest";
import type { NativeCommand } from "@/lib/core/shell/command";
import type { Grant } from "@/lib/core/shell/grant";
import { execArgvs } from "@/lib/core/shell/targets/exec-argvs";
import { answeredVerbs } from "@/lib/core/shell/targets/kubectl-places";
import { ownPrograms } from "@/lib/core/shell/targets/program-places";
import { bareGrant } from "@/lib/core/shell/testing/bare-grant";
import { bareRequest, bundledSandbox } from "../sandbox/testing/bundled-sandbox";
import { testCluster } from "./kubectl/differential/programs";
import { kubectlCommand } from "./kubectl/kubectl";
import { toolboxCommands, toolboxKubectl } from "./toolbox-commands";

const kubeconfig = process.env["TEST_KUBECONFIG"];
const toolbox = { cluster: "test", namespace: "sie", target: "deployment/sie-api", container: null };

const sandbox = bundledSandbox({ warm: 1 });

type Place = { readonly kubectl: NativeCommand; readonly grant?: Partial<Grant>; readonly signal?: AbortSignal };

/** Runs a script as a run does: its own programs in the toolbox, its exact words in the grant. */
async function run(script: string, { kubectl, grant = {}, signal = new AbortController().signal }: Place) {
  let text = "";
  const { exitCode } = await sandbox.run({
    ...bareRequest,
    script,
    commands: [kubectl, ...toolboxCommands(kubectl, toolbox, ownPrograms(script))],
    grant: {
      ...bareGrant,
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

  it("get no variable that names another server, identity or code", async () => {
    const script = "export KUBECONFIG=/tmp/k LD_PRELOAD=/tmp/x.so https_proxy=http://elsewhere A=1; aws s3 ls";
    const { text } = await run(script, { kubectl: echo });
    expect(text).toContain("-- env A=1 aws s3 ls ");
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

describe("the kubectl of the toolbox", () => {
  const real = toolboxKubectl(echo, toolbox, { name: "kubectl", namespace: "default" });
  const nowhere = () => {
    throw new Error("no cluster is asked");
  };
  const settings = { connect: nowhere, namespace: "default", now: () => new Date() };
  const kubectl = kubectlCommand({ ...settings, toolbox: real });

  /** One command as its run would start it: the words that stand in the script are granted. */
  async function ask(script: string, grant: Partial<Grant> = {}, command = kubectl) {
    let text = "";
    const words = script
      .replace(/\$\(echo (\w+)\)/, "$1")
      .split(" ")
      .slice(1);
    const exitCode = await command.run(words, {
      stdin: "",
      readFile: async () => null,
      writeFile: async () => undefined,
      env: {},
      grant: {
        ...bareGrant,
        ceiling: "change",
        clusters: [{ cluster: "test", namespaces: ["default"] }],
        execs: execArgvs(script),
        endpoints: [{ system: "toolbox", name: "test" }],
        ...grant,
      },
      signal: new AbortController().signal,
      write: (_stream, piece) => {
        text += piece;
      },
    });
    return { exitCode, text };
  }

  it("gets the verbs that ours leaves to it, in the incident's namespace", async () => {
    const script = "kubectl debug web-1 --image=busybox --target=app -- ls; kubectl diff -n default -f a.yaml";
    const inPod = "exec -n sie deployment/sie-api -- kubectl";
    expect(await run(script, { kubectl })).toEqual({
      exitCode: 0,
      text: `${inPod} debug web-1 --image=busybox --target=app --namespace=default -- ls <> in sie
${inPod} diff -n default -f a.yaml <> in sie\n`,
    });
    expect(await ask("kubectl explain pods", { ceiling: "read" })).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ["a change where it may only read", "kubectl debug web-1", { ceiling: "read" }, "may only read"],
    ["what cannot be told, the same", "kubectl neat", { ceiling: "read" }, "may only read"],
    ["another namespace", "kubectl debug web-1 -n other", {}, "may not act in namespace other"],
    ["all namespaces", "kubectl debug x -A", {}, "may not act in namespace (all)"],
    ["another cluster", "kubectl diff --context x -f a", {}, "--context: the toolbox acts in its own cluster"],
    ["another identity", "kubectl diff --as root -f a", {}, "--as: a run uses"],
    ["a word that only the shell knows", "kubectl explain $(echo pods)", {}, "exact words were not known"],
    ["a run that was not given the toolbox", "kubectl debug x", { endpoints: [] }, "may not use toolbox test"],
  ] as const)("is refused %s", async (_name, script, grant, why) => {
    expect(await ask(script, grant)).toMatchObject({ exitCode: 126, text: expect.stringContaining(why) });
  });

  it("is not asked for what needs a terminal", async () => {
    expect(await ask("kubectl edit deploy/web")).toEqual({
      exitCode: 1,
      text: "error: kubectl edit opens an editor: patch says the same in one line; copy it and run it by hand\n",
    });
  });

  it("is named where there is none", async () => {
    expect(await ask("kubectl debug web-1", {}, kubectlCommand(settings))).toEqual({
      exitCode: 1,
      text: expect.stringMatching(/^error: kubectl debug is not one of .* name a toolbox for the cluster, or copy it/),
    });
  });

  it.each([...answeredVerbs])("is not asked for %s", async (verb) => {
    await expect(ask(`kubectl ${verb}`)).rejects.toThrow("no cluster is asked");
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
