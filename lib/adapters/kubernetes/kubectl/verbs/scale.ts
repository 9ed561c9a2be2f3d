import "server-only";
import { changeFlags, changePrinter, type DryRun, dryRunOf, riskUnder } from "../changes";
import { goDurationSeconds } from "../durations";
import { CommandFailure, throwAll } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { noteCause } from "../note-cause";
import { member, textAt } from "../objects";
import { changeCause, recordFlag } from "../record";
import { resourcePath } from "../resources";
import { selectionFlags, targetsOf } from "../selection";
import type { Target } from "../target";
import { pause } from "../waiting";

const flagTable: FlagTable = {
  ...selectionFlags,
  ...changeFlags,
  ...recordFlag,
  replicas: { kind: "value" },
  "current-replicas": { kind: "value" },
  "resource-version": { kind: "value" },
  timeout: { kind: "value" },
};
const POLL_MS = 1_000;

type Wish = {
  readonly replicas: number;
  readonly current: number;
  readonly version: string;
  readonly timeoutSeconds: number;
  readonly dryRun: DryRun;
};

/** kubectl scale: sets the number of replicas through the scale subresource. */
export async function scale(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "scale");
  const wish = readWish(flags);
  const print = changePrinter(call, flags, { dryRun: wish.dryRun });
  const failures: CommandFailure[] = [];
  const targets: Target[] = [];
  for await (const target of targetsOf(call, { flags, words: flags.words }, failures)) {
    targets.push(target);
  }
  if (wish.version !== "" && targets.length > 1) {
    throw new CommandFailure("error: cannot use --resource-version with multiple resources");
  }
  if (targets.length === 0) {
    throwAll(failures);
    throw new CommandFailure("error: no objects passed to scale");
  }
  const cause = changeCause(call, flagTable);
  for (const target of targets) {
    const replicas = wish.dryRun === "client" ? wish.replicas : await scaleOne(call, target, wish);
    if (wish.dryRun === "none") {
      await noteCause(call, target, { cause, manager: "kubectl" });
    }
    print(target, withReplicas(target, replicas), "scaled");
  }
  throwAll(failures);
  return 0;
}

function readWish(flags: Flags): Wish {
  if (flags.get("replicas") === undefined) {
    throw new CommandFailure(`error: required flag(s) "replicas" not set`);
  }
  const [replicas, current] = [integer(flags, "replicas", 0), integer(flags, "current-replicas", -1)];
  const dryRun = dryRunOf(flags);
  if (replicas < 0) {
    throw new CommandFailure(
      "error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0",
    );
  }
  if (current < -1) {
    throw new CommandFailure("error: The --current-replicas must specify an integer of -1 or greater");
  }
  return {
    replicas,
    current,
    version: flags.get("resource-version") ?? "",
    timeoutSeconds: goDurationSeconds(flags.get("timeout") ?? "0s") ?? 0,
    dryRun,
  };
}

function integer(flags: Flags, long: string, absent: number): number {
  const text = flags.get(long) ?? String(absent);
  if (!/^[+-]?\d+$/.test(text)) {
    throw new CommandFailure(
      `error: invalid argument "${text}" for "--${long}" flag: strconv.ParseInt: parsing "${text}": invalid syntax\nSee 'kubectl scale --help' for usage.`,
    );
  }
  return Number(text);
}

async function scaleOne(call: Invocation, target: Target, wish: Wish): Promise<number> {
  const { type, name, namespace } = target;
  const path = `${resourcePath(type, namespace, name)}/scale`;
  const query = wish.dryRun === "server" ? "?dryRun=All&fieldManager=kubectl" : "?fieldManager=kubectl";
  call.check({ namespace, risk: riskUnder(wish.dryRun, "change"), description: `scale ${type.plural}/${name}` });
  const scaled =
    wish.current === -1 && wish.version === ""
      ? await call.ask({
          method: "PATCH",
          path: path + query,
          body: { spec: { replicas: wish.replicas } },
          contentType: "application/merge-patch+json",
        })
      : await call.ask({ method: "PUT", path: path + query, body: await conditioned(call, path, wish) });
  if (wish.timeoutSeconds > 0 && wish.dryRun === "none") {
    await waitForReplicas(call, { path, name }, wish);
  }
  return Number(member(scaled.body, "spec", "replicas") ?? 0);
}

/** The present scale with the wished size, when it is what the caller expects. */
async function conditioned(call: Invocation, path: string, { current, version, replicas }: Wish): Promise<unknown> {
  const { body } = await call.ask({ path });
  const actual = Number(member(body, "spec", "replicas") ?? 0);
  if (current !== -1 && actual !== current) {
    throw new CommandFailure(`error: Expected replicas to be ${current}, was ${actual}`);
  }
  const found = textAt(body, "metadata", "resourceVersion");
  if (version !== "" && found !== version) {
    throw new CommandFailure(`error: Expected resource version to be ${version}, was ${found}`);
  }
  return Object.assign({}, body, { spec: { replicas } });
}

async function waitForReplicas(
  call: Invocation,
  { path, name }: { readonly path: string; readonly name: string },
  { replicas, timeoutSeconds }: Wish,
): Promise<void> {
  const deadline = AbortSignal.timeout(timeoutSeconds * 1_000);
  const signal = AbortSignal.any([call.io.signal, deadline]);
  for (;;) {
    const { body } = await call.ask({ path });
    const wanted = Number(member(body, "spec", "replicas") ?? 0);
    if (wanted !== replicas || Number(member(body, "status", "replicas") ?? 0) === wanted) {
      return;
    }
    await pause(POLL_MS, signal);
    if (signal.aborted) {
      throw new CommandFailure(`error: timed out waiting for "${name}" to be synced`);
    }
  }
}

function withReplicas({ type, object }: Target, replicas: number): unknown {
  const isBuiltIn = type.group === "apps" || type.group === "";
  return isBuiltIn
    ? Object.assign({}, object, { spec: Object.assign({}, member(object, "spec"), { replicas }) })
    : object;
}
