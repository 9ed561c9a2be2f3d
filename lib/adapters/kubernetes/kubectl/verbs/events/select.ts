import "server-only";
import { CommandFailure } from "../../failure";
import type { Flags } from "../../flags";
import type { Invocation } from "../../invocation";
import { type KubeObject, textAt } from "../../objects";
import { findType } from "../../resources";

export type EventChoice = {
  /** Null for all. */
  readonly namespace: string | null;
  /** "" for the events of all objects. */
  readonly fieldSelector: string;
  isChosen(event: KubeObject): boolean;
};

/** Which events the flags ask for. Throws kubectl's errors. */
export async function chosenEvents(call: Invocation, flags: Flags): Promise<EventChoice> {
  const fieldSelector = await subjectSelector(call, flags.get("for") ?? "");
  const types = flags.all("types").flatMap((list) => list.split(",").map((type) => type.toLowerCase()));
  if (types.some((type) => type !== "normal" && type !== "warning")) {
    throw new CommandFailure("error: valid --types are Normal or Warning");
  }
  return {
    namespace: flags.has("all-namespaces") ? null : call.namespace,
    fieldSelector,
    isChosen: (event) => types.length === 0 || types.includes(textAt(event, "type").toLowerCase()),
  };
}

async function subjectSelector(call: Invocation, subject: string): Promise<string> {
  if (subject === "") {
    return "";
  }
  if (!subject.includes("/")) {
    throw new CommandFailure("error: --for must be in resource/name form");
  }
  const [word = "", name = "", ...more] = subject.split("/");
  if (more.length > 0) {
    throw new CommandFailure("error: arguments in resource/name form may not have more than one slash");
  }
  const type = await findType(call, word);
  if (!type) {
    throw new CommandFailure(`the server doesn't have a resource type ${JSON.stringify(word)}`);
  }
  const { kind } = type;
  return name === "" ? "" : `involvedObject.kind=${kind},involvedObject.name=${name}`;
}
