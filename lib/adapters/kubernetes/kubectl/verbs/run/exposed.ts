import "server-only";
import { changeQuery, type DryRun, type Printer, riskUnder } from "../../changes";
import type { Flags } from "../../flags";
import type { Invocation } from "../../invocation";
import { givenPlace } from "../../manifests";
import { kubeObject } from "../../objects";
import { pairOf } from "../../pairs";
import { withCause } from "../../record";
import { resolveType } from "../../resources";
import { post } from "../create/post";

type Exposing = {
  readonly flags: Flags;
  readonly dryRun: DryRun;
  readonly print: Printer;
  readonly cause: string | null;
};

/** The service that `--expose` makes for the pod of kubectl run: for its labels, on its port. */
export async function exposeRun(call: Invocation, name: string, exposing: Exposing): Promise<void> {
  const { flags, dryRun, print, cause } = exposing;
  const labels = Object.fromEntries((flags.get("labels") ?? "").split(",").filter(Boolean).map(pairOf));
  const port = Number(flags.get("port"));
  const isLabelled = Object.keys(labels).length > 0;
  const plain = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, ...givenPlace(call), ...(isLabelled && { labels }) },
    spec: {
      ports: [{ port, protocol: "TCP", targetPort: port }],
      selector: isLabelled ? labels : { run: name },
    },
    status: { loadBalancer: {} },
  };
  const object = kubeObject.parse(withCause(plain, cause));
  const target = { type: await resolveType(call, "services"), namespace: call.namespace, name, object, source: "" };
  const options = { query: changeQuery(flags, "kubectl-run", dryRun), risk: riskUnder(dryRun, "change") };
  print(target, dryRun === "client" ? object : await post(call, target, options), "created");
  if (flags.get("output") === "yaml") {
    call.out("---\n");
  }
}
