import "server-only";
import { CommandFailure } from "../../failure";
import { type FlagTable, parseFlags } from "../../flags";
import type { StructShape } from "../../go/struct-json";
import type { Invocation } from "../../invocation";
import { textAt } from "../../objects";
import { readOutput } from "../../output/formats";
import { printerOf } from "../../output/printer";

const flagTable: FlagTable = {
  "allow-missing-template-keys": { kind: "switch" },
  flatten: { kind: "switch" },
  merge: { kind: "tristate" },
  minify: { kind: "switch" },
  output: { kind: "value", short: "o" },
  raw: { kind: "switch" },
  "show-managed-fields": { kind: "switch" },
  template: { kind: "value" },
};

const shape: StructShape = [
  "kind",
  "apiVersion",
  "preferences",
  [
    "clusters",
    [
      "name",
      [
        "cluster",
        [
          "server",
          "tls-server-name",
          "insecure-skip-tls-verify",
          "certificate-authority",
          "certificate-authority-data",
          "proxy-url",
        ],
      ],
    ],
  ],
  [
    "users",
    [
      "name",
      [
        "user",
        [
          "client-certificate",
          "client-certificate-data",
          "client-key",
          "client-key-data",
          "token",
          "tokenFile",
          "as",
          "username",
          "password",
          ["auth-provider", ["name", "config"]],
          [
            "exec",
            ["command", "args", ["env", ["name", "value"]], "apiVersion", "provideClusterInfo", "interactiveMode"],
          ],
        ],
      ],
    ],
  ],
  ["contexts", ["name", ["context", ["cluster", "user", "namespace"]]]],
  "current-context",
];

/** kubectl config view, with REDACTED and DATA+OMITTED for what opens a door: always, `--raw` is refused. */
export async function viewConfig(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "config view");
  if (flags.words.length > 0) {
    throw new CommandFailure(
      `error: unexpected arguments: [${flags.words.join(" ")}]\nSee 'kubectl config view -h' for help and examples`,
    );
  }
  if (flags.has("raw")) {
    throw new CommandFailure("headroom: refused: config view --raw would show the credentials of the cluster", 126);
  }
  const output = (await readOutput(flags, call, "objects")) ?? { name: "yaml", template: "" };
  const shown = flags.has("minify") ? minified(call) : whole(call);
  call.out(output.name === "name" ? "config/<unknown>\n" : printerOf(output, flags, shape)(shown));
  return 0;
}

function whole({ connection }: Invocation) {
  const { clusters, users, contexts, currentContext } = connection.entries;
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: orNull(clusters),
    contexts: orNull(contexts),
    "current-context": currentContext,
    users: orNull(users),
  };
}

function orNull<T>(entries: readonly T[]): readonly T[] | null {
  return entries.length === 0 ? null : entries;
}

/** Only what the current context names. */
function minified(call: Invocation) {
  const { clusters, users, contexts, currentContext } = call.connection.entries;
  const own = contexts.find(({ name }) => name === currentContext);
  if (!own) {
    throw new CommandFailure(`error: cannot locate context ${currentContext}`);
  }
  const [cluster, user] = [textAt(own.context, "cluster"), textAt(own.context, "user")];
  if (!clusters.some(({ name }) => name === cluster)) {
    throw new CommandFailure(`error: cannot locate cluster ${cluster}`);
  }
  return {
    ...whole(call),
    clusters: clusters.filter(({ name }) => name === cluster),
    contexts: [own],
    users: orNull(users.filter(({ name }) => name === user)),
  };
}
