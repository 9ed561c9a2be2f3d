import { readFileSync } from "node:fs";
import type { Program } from "./programs";

const WAIT = "--timeout=90s";

/** What is made for the cases of describe-kinds, in a namespace beside the world's: `$NS-d`. */
export async function makeDescribed(real: Program, world: string): Promise<void> {
  const namespace = `${world}-d`;
  await succeed(real, ["create", "namespace", namespace]);
  await succeed(real, ["create", "-n", namespace, "-f", "-"], manifests("described-objects.yaml", world));
  await succeed(real, ["wait", "--for=condition=Established", `crd/gadgets.${world}.example.org`, WAIT]);
  await succeed(real, ["create", "-n", namespace, "-f", "-"], manifests("described-gadgets.yaml", world));
  const lastExit = "jsonpath={.status.containerStatuses[0].lastState.terminated.exitCode}=4";
  const waits = [
    ["--for=condition=Available", "deploy/web"],
    ["--for=condition=Failed", "job/failing"],
    ["--for=condition=ContainersReady=False", "pod/kitchen"],
    ["--for=jsonpath={.status.phase}=Running", "pod/kitchen"],
    ["--for=jsonpath={.status.phase}=Failed", "pod/oom"],
    [`--for=${lastExit}`, "pod/crash"],
  ];
  await Promise.all(waits.map((words) => succeed(real, ["wait", "-n", namespace, ...words, WAIT])));
}

/** Takes it away again, with the objects that are in no namespace. */
export async function removeDescribed(real: Program, world: string): Promise<void> {
  const kinds = "pv,sc,priorityclass,ingressclass,clusterrole,clusterrolebinding,crd";
  await real({ argv: ["delete", kinds, "-l", `suite=${world}`, "--ignore-not-found", "--wait=false"] });
  await real({ argv: ["delete", "namespace", `${world}-d`, "--ignore-not-found", "--wait=false"] });
}

function manifests(file: string, world: string): string {
  return readFileSync(new URL(file, import.meta.url), "utf8").replaceAll("$NS", world);
}

async function succeed(real: Program, argv: readonly string[], stdin = ""): Promise<void> {
  const { exitCode, stderr } = await real({ argv, stdin });
  if (exitCode !== 0) {
    throw new Error(`kubectl ${argv.join(" ")}: ${stderr}`);
  }
}
