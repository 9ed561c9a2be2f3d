import "server-only";
import type { ApiRequest } from "../../../connection";
import { CommandFailure } from "../../failure";
import { type Flags, type FlagTable, parseFlags } from "../../flags";
import type { Invocation } from "../../invocation";
import { listAt, member, textAt } from "../../objects";
import { policyRows } from "../../policy-rules";
import { findType, type ResourceType } from "../../resources";
import { alignColumns } from "../../table";

const flagTable: FlagTable = {
  "all-namespaces": { kind: "switch", short: "A" },
  list: { kind: "switch" },
  "no-headers": { kind: "switch" },
  quiet: { kind: "switch", short: "q" },
  subresource: { kind: "value" },
};

const API = "/apis/authorization.k8s.io/v1";
const resourceVerbs = new Set(
  "get list watch create update patch delete deletecollection use bind impersonate * approve sign escalate attest".split(
    " ",
  ),
);
const urlVerbs = new Set("get put post head options delete patch *".split(" "));

type Question = {
  readonly verb: string;
  readonly subject:
    | { readonly url: string }
    | { readonly group: string; readonly resource: string; readonly type: ResourceType | null; readonly name: string };
};

/** kubectl auth can-i: "yes" with exit code 0, "no" with 1; `--list` says all that is allowed. */
export async function canI(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "auth can-i");
  call.check({
    namespace: flags.has("all-namespaces") ? null : call.namespace,
    risk: "read",
    description: "auth can-i",
  });
  if (flags.has("list")) {
    return listAllowed(call, flags);
  }
  const question = await questionOf(call, flags);
  warnOf(call, flags, question);
  if (flags.has("no-headers")) {
    throw new CommandFailure("error: --no-headers cannot be set without --list specified");
  }
  return answer(call, flags, question);
}

async function questionOf(call: Invocation, flags: Flags): Promise<Question> {
  const [verb = "", what = "", ...more] = flags.words;
  if (flags.words.length < 2 || more.length > 0) {
    throw new CommandFailure(
      "error: you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
    );
  }
  if (what.startsWith("/")) {
    return { verb, subject: { url: what } };
  }
  const at = what.indexOf("/");
  const [word, name] = at === -1 ? [what, ""] : [what.slice(0, at), what.slice(at + 1)];
  const type = word === "*" ? null : await findType(call, word.toLowerCase());
  if (!type && word !== "*") {
    warnOfType(call, word.toLowerCase());
  }
  return { verb, subject: { group: type?.group ?? "", resource: type?.plural ?? word, type, name } };
}

/** Users and groups can be impersonated, but the server does not list them. */
function warnOfType(call: Invocation, word: string): void {
  const [resource = "", ...group] = word.split(".");
  if (word !== "users" && word !== "groups") {
    const place = group.length === 0 ? "" : ` in group '${group.join(".")}'`;
    warn(call, `the server doesn't have a resource type '${resource}'${place}\n`);
  }
}

function warnOf(call: Invocation, flags: Flags, { verb, subject }: Question): void {
  const isUnknown = !("url" in subject ? urlVerbs : resourceVerbs).has(verb);
  if ("url" in subject) {
    if ((flags.get("subresource") ?? "") !== "") {
      throw new CommandFailure("error: --subresource can not be used with NonResourceURL");
    }
  } else if (subject.type?.isNamespaced === false && !flags.has("all-namespaces")) {
    const place = subject.group === "" ? "" : ` in group '${subject.group}'`;
    warn(call, `resource '${subject.resource}' is not namespace scoped${place}\n`);
  }
  if (isUnknown) {
    warn(call, `verb '${verb}' is not a known verb\n`);
  }
}

function warn(call: Invocation, text: string): void {
  call.io.write("stderr", `Warning: ${text}\n`);
}

async function answer(call: Invocation, flags: Flags, { verb, subject }: Question): Promise<number> {
  const spec =
    "url" in subject
      ? { nonResourceAttributes: { path: subject.url, verb } }
      : {
          resourceAttributes: {
            ...(!flags.has("all-namespaces") && { namespace: call.namespace }),
            verb,
            group: subject.group,
            resource: subject.resource,
            subresource: flags.get("subresource") ?? "",
            name: subject.name,
          },
        };
  const status = await review(call, flags, { kind: "SelfSubjectAccessReview", spec });
  const isAllowed = member(status, "allowed") === true;
  if (!flags.has("quiet")) {
    const reasons = [textAt(status, "reason"), textAt(status, "evaluationError")].filter((text) => text !== "");
    call.out(`${isAllowed ? "yes" : ["no", ...reasons].join(" - ")}\n`);
  }
  return isAllowed ? 0 : 1;
}

type Review = { readonly kind: string; readonly spec: unknown };

async function review(call: Invocation, flags: Flags, { kind, spec }: Review): Promise<unknown> {
  const body = { apiVersion: "authorization.k8s.io/v1", kind, spec };
  const path = `${API}/${kind.toLowerCase()}s`;
  const reply = await call.ask({ method: "POST", path, body, ...impersonation(call, flags) });
  return member(reply.body, "status");
}

/** Whose rights are asked about; of this run's own identity when no flag says. */
function impersonation({ connection }: Invocation, flags: Flags): Pick<ApiRequest, "onBehalfOf"> {
  const [user, uid, groups] = [flags.get("as") ?? "", flags.get("as-uid") ?? "", flags.all("as-group")];
  if (user !== "") {
    return { onBehalfOf: { user, uid, groups } };
  }
  if (uid !== "" || groups.length > 0) {
    const { contexts, currentContext } = connection.entries;
    const own = contexts.find(({ name }) => name === currentContext)?.context["user"];
    throw new CommandFailure(
      `error: requesting uid, groups or user-extra for ${String(own ?? "")} without impersonating a user`,
    );
  }
  return {};
}

async function listAllowed(call: Invocation, flags: Flags): Promise<number> {
  if (flags.words.length > 0) {
    throw new CommandFailure("error: list option must be specified with no arguments");
  }
  if (flags.has("quiet") || flags.has("all-namespaces") || (flags.get("subresource") ?? "") !== "") {
    throw new CommandFailure(
      "error: list option can't be specified with neither quiet, all-namespaces nor subresource options",
    );
  }
  const spec = { namespace: call.namespace };
  const status = await review(call, flags, { kind: "SelfSubjectRulesReview", spec });
  if (member(status, "incomplete") === true) {
    warn(call, `the list may be incomplete: ${textAt(status, "evaluationError")}`);
  }
  const rows = policyRows([...listAt(status, "resourceRules"), ...listAt(status, "nonResourceRules")]);
  const header = ["Resources", "Non-Resource URLs", "Resource Names", "Verbs"];
  call.out(alignColumns(flags.has("no-headers") ? rows : [header, ...rows]));
  return 0;
}
