import "server-only";
import { CommandFailure } from "../../failure";
import type { Flags } from "../../flags";
import type { Invocation } from "../../invocation";
import { member, textAt } from "../../objects";
import { containersOf, matchesWildcard, podSpecPath } from "../../pod-spec";
import { selectTargets } from "../../selection";
import { changedEnvironment, type EnvChange, warnOfNone } from "./env-change";

/** kubectl set env --list: what the containers would get, one line a variable. */
export async function listEnvironment(
  call: Invocation,
  {
    flags,
    words,
    pattern,
    change,
  }: { readonly flags: Flags; readonly words: readonly string[]; readonly pattern: string; readonly change: EnvChange },
): Promise<number> {
  if (flags.has("resolve")) {
    throw new CommandFailure("error: --resolve is not done from here: copy it and run it by hand");
  }
  for (const target of await selectTargets(call, { flags, words })) {
    const { type, name, object } = target;
    const path = podSpecPath(type);
    if (!path || !object) {
      continue;
    }
    const containers = containersOf(object, path).filter((container) => matchesWildcard(container.name, pattern));
    warnOfNone(call, target, containers.length === 0 ? pattern : null);
    for (const container of containers) {
      const lines = changedEnvironment(container.value, change).map(line);
      call.out(`# ${type.kind} ${name}, container ${container.name}\n${lines.join("")}`);
    }
  }
  return 0;
}

function line(entry: unknown): string {
  const name = textAt(entry, "name");
  const source = member(entry, "valueFrom");
  return source === undefined ? `${name}=${textAt(entry, "value")}\n` : `# ${name} from ${sourceText(source)}\n`;
}

function sourceText(source: unknown): string {
  const [config, secret] = [member(source, "configMapKeyRef"), member(source, "secretKeyRef")];
  if (config !== undefined) {
    return `configmap ${textAt(config, "name")}, key ${textAt(config, "key")}`;
  }
  if (secret !== undefined) {
    return `secret ${textAt(secret, "name")}, key ${textAt(secret, "key")}`;
  }
  const field = member(source, "fieldRef");
  if (field !== undefined) {
    return `field path ${textAt(field, "fieldPath")}`;
  }
  const resource = member(source, "resourceFieldRef");
  if (resource === undefined) {
    return "invalid valueFrom";
  }
  const container = textAt(resource, "containerName");
  return `resource field ${container === "" ? "" : `${container}/`}${textAt(resource, "resource")}`;
}
