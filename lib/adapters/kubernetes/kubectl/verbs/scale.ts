import "server-only";
import { CommandFailure } from "../failure";
import { type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { textAt } from "../objects";
import { displayName, type ResourceType, resolveSelections, resourcePath } from "../resources";

const flagTable: FlagTable = {
  replicas: { kind: "value" },
  "current-replicas": { kind: "value" },
  selector: { kind: "value", short: "l" },
  all: { kind: "switch" },
  timeout: { kind: "value" },
};

/** kubectl scale: sets the number of replicas through the scale subresource. */
export async function scale(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "scale");
  const wish = { replicas: wantedReplicas(flags.get("replicas")), current: flags.get("current-replicas") ?? "-1" };
  for (const { type, names } of await resolveSelections(call, flags.words)) {
    if (names.length === 0) {
      throw new CommandFailure("error: a workload without a name would mean several of them: name one");
    }
    for (const name of names) {
      await scaleOne(call, { type, name, ...wish });
    }
  }
  return 0;
}

function wantedReplicas(text: string | undefined): number {
  if (text === undefined) {
    throw new CommandFailure(`error: required flag(s) "replicas" not set`);
  }
  if (!/^-?\d+$/.test(text)) {
    throw new CommandFailure(
      `error: invalid argument "${text}" for "--replicas" flag: strconv.ParseInt: parsing "${text}": invalid syntax\nSee 'kubectl scale --help' for usage.`,
    );
  }
  if (Number(text) < 0) {
    throw new CommandFailure(
      "error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0",
    );
  }
  return Number(text);
}

type Scaling = {
  readonly type: ResourceType;
  readonly name: string;
  readonly replicas: number;
  readonly current: string;
};

async function scaleOne(call: Invocation, { type, name, replicas, current }: Scaling): Promise<void> {
  const path = `${resourcePath(type, call.namespace, name)}/scale`;
  call.check({ namespace: call.namespace, risk: "change", description: `scale ${type.plural}/${name}` });
  if (current !== "-1") {
    const actual = textAt((await call.ask({ path })).body, "spec", "replicas") || "0";
    if (actual !== current) {
      throw new CommandFailure(`error: Expected replicas to be ${current}, was ${actual}`);
    }
  }
  const body = { spec: { replicas } };
  await call.ask({
    method: "PATCH",
    path: `${path}?fieldManager=kubectl-scale`,
    body,
    contentType: "application/merge-patch+json",
  });
  call.out(`${displayName(type, name)} scaled\n`);
}
