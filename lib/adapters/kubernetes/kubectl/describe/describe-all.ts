import "server-only";
import { CommandFailure } from "../failure";
import { kubeObject } from "../objects";
import { resourcePath } from "../resources";
import { alignTabs, describeWidths } from "../tab-writer";
import { terminalText } from "../terminal-text";
import { descriptionOf } from "./describers";
import { refusalOf } from "./refusal";
import type { Subject } from "./subjects";
import type { Viewing } from "./viewing";

/** Descriptions under way at once. */
const MAX_AT_ONCE = 8;

export type Descriptions = { readonly texts: readonly string[]; readonly failures: readonly CommandFailure[] };

/** The aligned text of each subject, in order; what could not be described, each failure once. */
export async function describeAll(subjects: readonly Subject[], viewing: Viewing): Promise<Descriptions> {
  const texts: string[] = [];
  const failures = new Map<string, CommandFailure>();
  for (let index = 0; index < subjects.length; index += MAX_AT_ONCE) {
    const pieces = await Promise.all(
      subjects.slice(index, index + MAX_AT_ONCE).map((subject) => attempt(subject, viewing)),
    );
    for (const piece of pieces) {
      if (piece instanceof CommandFailure) {
        failures.set(piece.message, failures.get(piece.message) ?? piece);
      } else {
        texts.push(piece);
      }
    }
  }
  return { texts, failures: [...failures.values()] };
}

async function attempt(subject: Subject, viewing: Viewing): Promise<string | CommandFailure> {
  try {
    const description = descriptionOf(subject.type);
    return alignTabs(
      terminalText(await description.describe(await inKnownVersion(subject, viewing), viewing)),
      describeWidths,
    );
  } catch (error) {
    // One object that cannot be described must not hide the others: its failure is told behind them.
    if (error instanceof CommandFailure) {
      return error;
    }
    throw error;
  }
}

/** The object in a version whose fields the description knows. kubectl asks for no other, even where it is older. */
async function inKnownVersion({ type, object }: Subject, { call }: Viewing) {
  const { versions } = descriptionOf(type);
  if (versions.length === 0 || versions[0] === type.version) {
    return object;
  }
  const { name, namespace = null } = object.metadata;
  let refused: CommandFailure | null = null;
  for (const version of versions) {
    if (version === type.version) {
      return object;
    }
    const path = resourcePath({ ...type, version }, namespace, name);
    const reply = await call.connection.request({ path, signal: call.io.signal });
    if (reply.status === 200) {
      return kubeObject.parse(reply.body);
    }
    refused = refusalOf(reply);
  }
  throw refused ?? new CommandFailure(`error: ${type.plural} have no version that can be described`);
}
