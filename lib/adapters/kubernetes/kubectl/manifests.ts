import "server-only";
import { type CollectionTag, parseAllDocuments, type ScalarTag, type Tags, type YAMLParseError } from "yaml";
import { CommandFailure, throwAll } from "./failure";
import type { Flags } from "./flags";
import type { Invocation } from "./invocation";
import { type KubeObject, kubeObject, member, textAt } from "./objects";
import { type ResourceSelection, typeOfKind } from "./resources";
import type { Target } from "./target";

/** The objects of the manifests that `-f -` gives, in order, with kubectl's rules for their namespaces. */
export async function readManifests(
  call: Invocation,
  flags: Flags,
  failures: CommandFailure[],
): Promise<readonly Target[]> {
  refuseOtherFiles(flags);
  const targets: Target[] = [];
  for (const path of flags.all("filename").flatMap((value) => value.split(","))) {
    const text = await textOf(call, path);
    const source = path === "-" ? "STDIN" : path;
    for (const object of documentsOf(text, source).flatMap((document) => flattened(document, source))) {
      const target = await targetOf(call, object, source);
      if (target instanceof CommandFailure) {
        failures.push(target);
      } else {
        targets.push(target);
      }
    }
  }
  return targets;
}

/** What `-f` names, for the verbs that only read it. */
export async function selectionsOfFiles(call: Invocation, flags: Flags): Promise<readonly ResourceSelection[]> {
  const failures: CommandFailure[] = [];
  const targets = await readManifests(call, flags, failures);
  throwAll(failures);
  return targets.map(({ type, name, namespace }) => ({
    type,
    names: [name],
    ...(namespace !== null && { namespace }),
  }));
}

function refuseOtherFiles(flags: Flags): void {
  if (flags.has("kustomize")) {
    throw new CommandFailure(
      "error: -k needs a directory of files, which a run does not have: copy it and run it by hand",
    );
  }
  for (const path of flags.all("filename")) {
    if (/^https?:/.test(path)) {
      throw new CommandFailure(`error: ${path} is not fetched from here: curl it and pipe it into -f -`);
    }
  }
}

/** The script's standard input, or one of its files. */
async function textOf(call: Invocation, path: string): Promise<string> {
  if (path === "-") {
    return call.io.stdin;
  }
  const bytes = await call.io.readFile(path);
  if (bytes === null) {
    throw new CommandFailure(`error: the path "${path}" does not exist`);
  }
  return Buffer.from(bytes).toString("utf8");
}

/** YAML as Go reads it: 1.1's yes and no, but no times of day and no dates. */
function goTags(tags: Tags): Tags {
  const isTime = (tag: ScalarTag | CollectionTag | string) =>
    typeof tag !== "string" && (tag.tag.endsWith(":timestamp") || ("format" in tag && tag.format === "TIME"));
  return tags.filter((tag) => !isTime(tag));
}

/** The values of a text of YAML or JSON documents; empty ones are left out. Throws kubectl's sentence on bad syntax. */
function documentsOf(text: string, source: string): readonly unknown[] {
  const documents = parseAllDocuments(text, { schema: "yaml-1.1", customTags: goTags, prettyErrors: false });
  if (!Array.isArray(documents)) {
    return [];
  }
  return documents.flatMap((document) => {
    const [problem] = document.errors;
    if (problem) {
      throw new CommandFailure(
        `error: error parsing ${source}: error converting YAML to JSON: yaml: ${yamlProblem(problem, text)}`,
      );
    }
    const value: unknown = document.toJS();
    return value === null || value === undefined ? [] : [value];
  });
}

/** Go's words for what people write wrongly most; the parser's own for the rest. */
function yamlProblem({ code, message, pos: [at] }: YAMLParseError, text: string): string {
  const colon = text.slice(at).search(/:(?=\s|$)/);
  const line = text.slice(0, at + Math.max(colon, 0)).split("\n").length;
  switch (code) {
    case "BLOCK_AS_IMPLICIT_KEY":
      return `line ${line}: mapping values are not allowed in this context`;
    case "TAB_AS_INDENT":
      return `line ${line}: found character that cannot start any token`;
    default:
      return message;
  }
}

function flattened(document: unknown, source: string): readonly KubeObject[] {
  const items = member(document, "items");
  if (Array.isArray(items) && textAt(document, "kind").endsWith("List")) {
    return items.flatMap((item) => flattened(item, source));
  }
  const missing = ["apiVersion", "kind"].filter((key) => textAt(document, key) === "");
  if (missing.length > 0) {
    throw new CommandFailure(
      `error: error validating "${source}": error validating data: ${missing.length > 1 ? `[${missing.map(notSet).join(", ")}]` : missing.map(notSet).join("")}; if you choose to ignore these errors, turn validation off with --validate=false`,
    );
  }
  const read = kubeObject.safeParse(
    member(document, "metadata") ? document : Object.assign({}, document, { metadata: {} }),
  );
  if (!read.success) {
    throw new CommandFailure(
      `error: unable to decode "${source}": the metadata of a ${textAt(document, "kind")} is malformed`,
    );
  }
  return [read.data];
}

function notSet(key: string): string {
  return `${key} not set`;
}

async function targetOf(call: Invocation, object: KubeObject, source: string): Promise<Target | CommandFailure> {
  const { apiVersion = "", kind = "" } = object;
  const { name, namespace: stated = "" } = object.metadata;
  const type = await typeOfKind(call, { apiVersion, kind });
  if (!type) {
    return new CommandFailure(
      `error: resource mapping not found for name: "${name}" namespace: "${stated}" from "${source}": no matches for kind "${kind}" in version "${apiVersion}"\nensure CRDs are installed first`,
    );
  }
  if (!type.isNamespaced) {
    return { type, namespace: null, name, object, source };
  }
  if (call.isNamespaceGiven && stated !== "" && stated !== call.namespace) {
    return new CommandFailure(
      `error: the namespace from the provided object "${stated}" does not match the namespace "${call.namespace}". You must pass '--namespace=${stated}' to perform this operation.`,
    );
  }
  const namespace = stated === "" ? call.namespace : stated;
  return { type, namespace, name, object: { ...object, metadata: { ...object.metadata, namespace } }, source };
}

/** The namespace that kubectl writes into what it makes itself: the one of `-n`. */
export function givenPlace({ isNamespaceGiven, namespace }: Invocation): { readonly namespace?: string } {
  return isNamespaceGiven ? { namespace } : {};
}
