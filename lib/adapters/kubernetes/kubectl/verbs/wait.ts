import "server-only";
import { changeFlags, changePrinter } from "../changes";
import { goDurationSeconds } from "../durations";
import { CommandFailure, serverFailure, throwAll } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import type { KubeObject } from "../objects";
import { resourcePath } from "../resources";
import { keeping, selectionFlags, targetsOf } from "../selection";
import type { Target } from "../target";
import { pause, type WatchEvent, watchObject } from "../waiting";
import { type Condition, readCondition } from "./wait/conditions";

const flagTable: FlagTable = {
  ...selectionFlags,
  ...changeFlags,
  for: { kind: "list" },
  timeout: { kind: "value" },
  local: { kind: "switch" },
};
const WEEK_SECONDS = 7 * 24 * 3_600;
const POLL_MS = 250;

type Waiting = {
  readonly conditions: readonly Condition[];
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
};

/** kubectl wait: until a condition holds of every chosen object. */
export async function wait(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "wait");
  const waiting = readWaiting(call, flags);
  const print = changePrinter(call, flags, { dryRun: "none" });
  const kinds = waiting.conditions.map(({ kind }) => kind);
  const failures: CommandFailure[] = [];
  if (kinds.includes("create")) {
    await waitForCreation(call, flags, waiting);
  }
  let count = 0;
  for await (const target of targetsOf(call, { flags, words: flags.words }, failures)) {
    count += 1;
    await keeping(failures, async () => {
      for (const condition of waiting.conditions) {
        await waitForOne(call, target, { condition, waiting });
        print(target, target.object, "condition met");
      }
    });
  }
  const isForDelete = kinds.includes("delete");
  throwAll(failures.filter(({ refusal }) => !(isForDelete && refusal?.status === 404)));
  if (count === 0 && !isForDelete) {
    throw new CommandFailure("error: no matching resources found");
  }
  return 0;
}

function readWaiting(call: Invocation, flags: Flags): Waiting {
  const words = flags.all("for");
  if (words.length === 0) {
    throw new CommandFailure("error: unrecognized condition: []");
  }
  const text = flags.get("timeout") ?? "30s";
  const isNegative = text.startsWith("-");
  const seconds = goDurationSeconds(text.replace(/^-/, ""));
  if (seconds === null) {
    throw new CommandFailure(
      `error: invalid argument "${text}" for "--timeout" flag: time: invalid duration "${text}"\nSee 'kubectl wait --help' for usage.`,
    );
  }
  const timeoutSeconds = isNegative ? WEEK_SECONDS : seconds;
  const signal = AbortSignal.any([call.io.signal, AbortSignal.timeout(timeoutSeconds * 1_000)]);
  return { conditions: words.map(readCondition), timeoutSeconds, signal };
}

/** Waits for the named objects to be there at all. */
async function waitForCreation(call: Invocation, flags: Flags, waiting: Waiting): Promise<void> {
  for await (const target of targetsOf(call, { flags, words: flags.words, isBlind: true }, [])) {
    await waitForObject(call, target, waiting);
  }
}

async function waitForObject(call: Invocation, target: Target, { signal, timeoutSeconds }: Waiting): Promise<void> {
  const { type, namespace, name } = target;
  for (;;) {
    const reply = await call.connection.request({ path: resourcePath(type, namespace, name), signal: call.io.signal });
    if (reply.status === 200) {
      return;
    }
    if (reply.status !== 404 || timeoutSeconds === 0) {
      throw serverFailure(reply);
    }
    await pause(POLL_MS, signal);
    if (signal.aborted) {
      throw new CommandFailure("error: timed out waiting for the condition");
    }
  }
}

function timedOut({ type, name }: Target): CommandFailure {
  return new CommandFailure(`error: timed out waiting for the condition on ${type.plural}/${name}`);
}

type Awaited = { readonly condition: Condition; readonly waiting: Waiting };

async function waitForOne(call: Invocation, target: Target, { condition, waiting }: Awaited): Promise<void> {
  if (condition.kind === "create") {
    return;
  }
  if (waiting.timeoutSeconds === 0) {
    const { type, name, object } = target;
    if (!object || !isMet(condition, { type: "ADDED", object }, object)) {
      throw new CommandFailure(`error: condition not met for ${type.plural}/${name}`);
    }
    return;
  }
  if (condition.kind === "state" && waiting.signal.aborted) {
    // The time is that of all objects together: those that come after its end are not looked at.
    throw timedOut(target);
  }
  for await (const event of watchObject(call, target, waiting.signal)) {
    if (isMet(condition, event, target.object)) {
      return;
    }
  }
  throw timedOut(target);
}

function isMet(condition: Condition, event: WatchEvent, first: KubeObject | null): boolean {
  if (condition.kind === "delete") {
    return event.type === "DELETED" || event.object?.metadata.uid !== first?.metadata.uid;
  }
  return (
    condition.kind === "state" && event.type !== "DELETED" && event.object !== null && condition.holds(event.object)
  );
}
