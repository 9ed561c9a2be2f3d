import "server-only";
import { CommandFailure } from "../../failure";
import type { Flags } from "../../flags";
import type { Invocation } from "../../invocation";
import { pairOf } from "../../pairs";
import { findType } from "../../resources";
import type { CreateKind, Made } from "./kind";
import { listOf } from "./list-of";

const API = "rbac.authorization.k8s.io";
const usualVerbs = new Set(
  "* get delete list create update patch watch proxy deletecollection use bind escalate impersonate".split(" "),
);

const ruleFlags = {
  verb: { kind: "list" },
  resource: { kind: "list" },
  "resource-name": { kind: "list" },
} as const;

export const role: CreateKind = {
  name: "role",
  flags: ruleFlags,
  make: async (flags, _name, call) => {
    const verbs = verbsOf(flags);
    if (listOf(flags, "resource").length === 0) {
      throw new CommandFailure("error: at least one resource must be specified");
    }
    return made("Role", { rules: await resourceRules(flags, verbs, call) });
  },
};

export const clusterRole: CreateKind = {
  name: "clusterrole",
  isClusterWide: true,
  flags: { ...ruleFlags, "non-resource-url": { kind: "list" }, "aggregation-rule": { kind: "value" } },
  make: async (flags, _name, call) => {
    const aggregation = flags.get("aggregation-rule") ?? "";
    if (aggregation !== "") {
      const matchLabels = Object.fromEntries(aggregation.split(",").map(pairOf));
      return made("ClusterRole", { rules: null, aggregationRule: { clusterRoleSelectors: [{ matchLabels }] } });
    }
    const verbs = verbsOf(flags);
    const nonResourceURLs = listOf(flags, "non-resource-url");
    if (nonResourceURLs.length === 0 && listOf(flags, "resource").length === 0) {
      throw new CommandFailure("error: one of resource or nonResourceURL must be specified");
    }
    const urls = nonResourceURLs.length > 0 ? [{ nonResourceURLs, verbs }] : [];
    return made("ClusterRole", { rules: [...(await resourceRules(flags, verbs, call)), ...urls] });
  },
};

function made(kind: string, body: Readonly<Record<string, unknown>>): Made {
  return { apiVersion: `${API}/v1`, kind, ...body };
}

function verbsOf(flags: Flags): readonly string[] {
  const verbs = listOf(flags, "verb");
  if (verbs.length === 0) {
    throw new CommandFailure("error: at least one verb must be specified");
  }
  return verbs.includes("*") ? ["*"] : [...new Set(verbs)];
}

/** A rule for each API group, in their order. */
async function resourceRules(flags: Flags, verbs: readonly string[], call: Invocation): Promise<readonly unknown[]> {
  const words = listOf(flags, "resource");
  if (words.length > 0) {
    for (const verb of verbs.filter((word) => !usualVerbs.has(word))) {
      call.io.write("stderr", `Warning: '${verb}' is not a standard resource verb\n`);
    }
  }
  const groups = new Map<string, string[]>();
  for (const word of words) {
    const { group, resource } = await resourceOf(word, call);
    groups.set(group, [...(groups.get(group) ?? []), resource]);
  }
  const names = flags.all("resource-name");
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, resources]) => ({
      apiGroups: [group],
      ...(names.length > 0 && { resourceNames: [...new Set(names)] }),
      resources: [...new Set(resources)],
      verbs,
    }));
}

/** `deploy`, `deployments.apps`, `pods/log`. */
async function resourceOf(word: string, call: Invocation): Promise<{ group: string; resource: string }> {
  const [name = "", part] = word.split("/");
  const behind = part === undefined ? "" : `/${part}`;
  if (name === "*") {
    return { group: "", resource: `*${behind}` };
  }
  const type = await findType(call, name);
  if (!type) {
    const [plural = "", ...group] = name.split(".");
    const place = group.length === 0 ? "" : ` in group ${JSON.stringify(group.join("."))}`;
    throw new CommandFailure(`the server doesn't have a resource type ${JSON.stringify(plural)}${place}`);
  }
  return { group: type.group, resource: `${type.plural}${behind}` };
}

/** Who a binding is for. */
export const subjectFlags = {
  user: { kind: "list" },
  group: { kind: "list" },
  serviceaccount: { kind: "list" },
} as const;

export const roleBinding: CreateKind = {
  name: "rolebinding",
  saysFailed: "failed to create rolebinding:",
  flags: { ...subjectFlags, role: { kind: "value" }, clusterrole: { kind: "value" } },
  make: (flags) => {
    const [own, wide] = [flags.get("role") ?? "", flags.get("clusterrole") ?? ""];
    if ((own === "") === (wide === "")) {
      throw new CommandFailure("error: exactly one of clusterrole or role must be specified");
    }
    const roleRef = { apiGroup: API, kind: own === "" ? "ClusterRole" : "Role", name: own || wide };
    return made("RoleBinding", { roleRef, ...subjectsMember(flags) });
  },
};

export const clusterRoleBinding: CreateKind = {
  name: "clusterrolebinding",
  saysFailed: "failed to create clusterrolebinding:",
  isClusterWide: true,
  flags: { ...subjectFlags, clusterrole: { kind: "value" } },
  required: ["clusterrole"],
  make: (flags) =>
    made("ClusterRoleBinding", {
      roleRef: { apiGroup: API, kind: "ClusterRole", name: flags.get("clusterrole") ?? "" },
      ...subjectsMember(flags),
    }),
};

function subjectsMember(flags: Flags) {
  const subjects = subjectsOf(flags);
  return subjects.length === 0 ? {} : { subjects };
}

/** The users, groups and service accounts that the flags name. */
export function subjectsOf(flags: Flags): readonly object[] {
  const accounts = flags.all("serviceaccount").map((word) => {
    const [namespace = "", name = "", ...more] = word.split(":");
    if (namespace === "" || name === "" || more.length > 0) {
      throw new CommandFailure("error: serviceaccount must be <namespace>:<name>");
    }
    return { kind: "ServiceAccount", name, namespace };
  });
  const named = (kind: string, names: readonly string[]) => names.map((name) => ({ apiGroup: API, kind, name }));
  return [...named("User", flags.all("user")), ...named("Group", flags.all("group")), ...accounts];
}
