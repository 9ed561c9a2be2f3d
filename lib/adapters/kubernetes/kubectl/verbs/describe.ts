import "server-only";
import { describeDeployment } from "../describe/deployment";
import { describePod } from "../describe/pod";
import { CommandFailure, serverFailure } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { type KubeObject, kubeList, kubeObject } from "../objects";
import { type ResourceSelection, resolveSelections, resourcePath } from "../resources";
import { alignTabs, describeWidths } from "../tab-writer";

const flagTable: FlagTable = {
  selector: { kind: "value", short: "l" },
  "all-namespaces": { kind: "switch", short: "A" },
  "show-events": { kind: "switch" },
};

type Describer = (object: KubeObject, call: Invocation, view: { readonly showEvents: boolean }) => Promise<string>;
type Described = Found & { readonly describer: Describer };
type Found = { readonly object: KubeObject; readonly isByPrefix: boolean };
const describers: Readonly<Record<string, Describer>> = { pods: describePod, deployments: describeDeployment };

/** kubectl describe of pods and deployments. Other kinds: an error that says so. */
export async function describe(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "describe");
  if (flags.words.length === 0) {
    throw new CommandFailure(
      'error: You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.',
    );
  }
  const found = await describedObjects(flags, call);
  if (found.length === 0) {
    call.io.write("stderr", `No resources found in ${call.namespace} namespace.\n`);
    return 0;
  }
  const said = flags.get("show-events");
  const texts: string[] = [];
  for (const { object, isByPrefix, describer } of found) {
    // Like kubectl: the events of one object, but not of several, nor of what only a prefix led to.
    const showEvents = said === undefined ? found.length === 1 && !isByPrefix : said !== "false";
    const text = alignTabs(await describer(object, call, { showEvents }), describeWidths);
    texts.push(isByPrefix ? `${text}\n` : text);
  }
  call.out(texts.join("\n\n"));
  return 0;
}

async function describedObjects(flags: Flags, call: Invocation): Promise<readonly Described[]> {
  const found: Described[] = [];
  for (const selection of await resolveSelections(call, flags.words)) {
    const describer = describers[selection.type.plural];
    if (!describer) {
      throw new CommandFailure(
        `error: describe of ${selection.type.plural} is not done from here: copy it and run it by hand`,
      );
    }
    const namespace = flags.has("all-namespaces") ? null : call.namespace;
    call.check({ namespace, risk: "read", description: `describe ${selection.type.plural}` });
    const objects = await objectsOf(selection, { namespace, selector: flags.get("selector") }, call);
    found.push(...objects.map((object) => ({ ...object, describer })));
  }
  return found;
}

/** The named objects; a name that is no object's is taken as a prefix, as kubectl does (which then shows no events). */
async function objectsOf(
  { type, names }: ResourceSelection,
  where: { readonly namespace: string | null; readonly selector: string | undefined },
  call: Invocation,
): Promise<readonly Found[]> {
  if (names.length === 0) {
    const query = where.selector === undefined ? "" : `?${new URLSearchParams({ labelSelector: where.selector })}`;
    const { items } = kubeList.parse((await call.ask({ path: resourcePath(type, where.namespace) + query })).body);
    return items.map((object) => ({ object, isByPrefix: false }));
  }
  const found = await Promise.all(
    names.map((name) => objectsNamed(call, { collection: resourcePath(type, where.namespace), name })),
  );
  return found.flat();
}

async function objectsNamed(
  call: Invocation,
  { collection, name }: { collection: string; name: string },
): Promise<readonly Found[]> {
  const reply = await call.connection.request({
    path: `${collection}/${encodeURIComponent(name)}`,
    signal: call.io.signal,
  });
  if (reply.status === 200) {
    return [{ object: kubeObject.parse(reply.body), isByPrefix: false }];
  }
  const all = reply.status === 404 ? kubeList.parse((await call.ask({ path: collection })).body).items : [];
  const alike = all.filter((item) => item.metadata.name.startsWith(name));
  if (alike.length === 0) {
    throw serverFailure(reply);
  }
  return alike.map((object) => ({ object, isByPrefix: true }));
}
