type Words = readonly (string | null)[];

/** What can be told of a kubectl command from its words alone. */
export type KubectlWords = {
  /** "get", "rollout restart", "set env": the verb with its sub-verb; "?" when only the shell knows it. */
  readonly verb: string;
  readonly namespace: string | null;
  readonly isAllNamespaces: boolean;
  /** `-f -`: objects come from standard input. */
  readonly hasStdinManifest: boolean;
  /** Words that are neither flags nor their values, after the verb and before `--`. */
  readonly operands: readonly (string | null)[];
  /** Flags that stand before `--` and are nobody's value, without what is behind their `=`. */
  readonly switches: ReadonlySet<string>;
  /** What the last `--dry-run` says; `none` is no dry run. */
  readonly isDryRun: boolean;
  /** False when a word before `--` is only known to the shell. */
  readonly isWhole: boolean;
  /** The words after `--`; null when there is none. */
  readonly remote: readonly (string | null)[] | null;
};

const flagsWithValue = new Set(
  `-n --namespace --context --kubeconfig --kuberc --cluster --user --username --password -s --server --token --as --as-group
--as-uid --as-user-extra --request-timeout --log-file --log-dir --log-file-max-size --stderrthreshold --profile-output
--cache-dir --certificate-authority --client-certificate --client-key --tls-server-name -v --v --vmodule --profile
-l --selector -o --output -c --container --containers -f --filename -k --kustomize -p --patch --patch-file --type
--field-selector --sort-by --replicas --current-replicas --resource-version --tail --since --since-time --limit-bytes
--max-log-requests --limits --requests --to-revision --revision --timeout --grace-period --field-manager --image
--overrides --subresource --for --pod-selector --chunk-size --skip-wait-for-delete-timeout --pod-running-timeout
--template -L --label-columns --raw -e --env --from --prefix --keys --from-literal --from-file --from-env-file
--schedule --port --target-port --name --protocol --external-ip --labels --annotations --min --max --cpu-percent
--cpu --memory --retries --address --duration --audience --bound-object-kind --bound-object-name --bound-object-uid --override-type --role --clusterrole --serviceaccount --group --verb
--resource --resource-name --tcp --clusterip --external-name --node-port --class --rule --default-backend --hard
--scopes --min-available --max-unavailable --value --description --docker-server --docker-username --docker-password
--docker-email --cert --key --restart --image-pull-policy --session-affinity --cluster-ip --load-balancer-ip --target
--copy-to --set-image --custom --api-version --api-group --verbs --categories --types`.split(/\s+/),
);
/** Flags that take a value for another verb than these: `-p` is a patch, and "previous" for `logs`. */
const switchesOfVerb: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["logs", new Set(["-p", "-f", "--prefix"])],
  ["top", new Set(["--containers"])],
  ["config", new Set(["--raw"])],
]);
/** Flags without a value that people write before the verb is whole; behind any other, the next word may be its value. */
const earlySwitches = new Set(
  `--insecure-skip-tls-verify --match-server-version --warnings-as-errors --disable-compression --all-namespaces --help
--containers --no-headers --dry-run --all --watch --quiet --record`.split(/\s+/),
);
const subVerbs = new Set(["rollout", "set", "config", "auth", "top", "certificate", "create"]);

/** Reads the words after `kubectl`. A dynamic word is null. */
export function kubectlWords(words: readonly (string | null)[]): KubectlWords {
  const split = words.indexOf("--");
  const local = split === -1 ? words : words.slice(0, split);
  const { operands: all, flags, isClear } = readFlags(local);
  const operands = withoutGroup(all);
  const [first = null, second = null, ...rest] = operands;
  const isPair = first !== null && subVerbs.has(first) && second !== null;
  const verb = isPair ? `${first} ${second}` : (first ?? (operands.length > 0 ? "?" : ""));
  return {
    verb: isClear ? verb : "?",
    namespace: flags.get("-n") ?? null,
    switches: new Set(flags.keys()),
    isDryRun: /^(?:client|server|unchanged|true)$/.test(
      flags.get("--dry-run") ?? (flags.has("--dry-run") ? "true" : ""),
    ),
    isWhole: !local.includes(null),
    isAllNamespaces: local.some((word) => word !== null && /^(-A|--all-namespaces(=true)?)$/.test(word)),
    hasStdinManifest: local.some(
      (word, index) =>
        /^(-f-|-f=-|--filename=-)$/.test(word ?? "") ||
        (word === "-" && /^(-f|--filename)$/.test(local[index - 1] ?? "")),
    ),
    operands: isPair ? rest : operands.slice(1),
    remote: split === -1 ? null : words.slice(split + 1),
  };
}

type ReadFlags = {
  readonly operands: readonly (string | null)[];
  /** Each flag with its value; undefined when it has none, or one that only the shell knows. */
  readonly flags: ReadonlyMap<string, string | undefined>;
  /** False when a flag that is not known stands where the verb may be its value. */
  readonly isClear: boolean;
};

function readFlags(local: Words): ReadFlags {
  const operands: (string | null)[] = [];
  const flags = new Map<string, string | undefined>();
  let isClear = true;
  for (let at = 0; at < local.length; at += 1) {
    const word = local[at] ?? null;
    if (word?.startsWith("-")) {
      const flag = flagAt(word, local[at + 1], operands);
      flags.set(flag.name, flag.value);
      isClear &&= flag.isClear;
      at += flag.takesNext ? 1 : 0;
    } else {
      operands.push(word);
    }
  }
  return { operands, flags, isClear };
}

function flagAt(word: string, next: string | null | undefined, operands: Words) {
  const [flag, inline] = splitFlag(word);
  const takesNext = inline === undefined && takesValue(flag, withoutGroup(operands)[0]);
  return {
    name: flag === "--namespace" ? "-n" : flag,
    value: takesNext ? (next ?? undefined) : inline,
    takesNext,
    isClear: takesNext || inline !== undefined || !mayHideVerb(flag, operands),
  };
}

function mayHideVerb(flag: string, operands: Words): boolean {
  const [first, second] = withoutGroup(operands);
  const isVerbOpen = first === undefined || (second === undefined && first !== null && subVerbs.has(first));
  return isVerbOpen && flag.startsWith("--") && !earlySwitches.has(flag);
}

/** `oc adm drain` is `drain`. */
function withoutGroup(operands: readonly (string | null)[]): readonly (string | null)[] {
  return operands[0] === "adm" ? operands.slice(1) : operands;
}

function takesValue(flag: string, verb: string | null | undefined): boolean {
  return flagsWithValue.has(flag) && switchesOfVerb.get(verb ?? "")?.has(flag) !== true;
}

function splitFlag(word: string): readonly [flag: string, value: string | undefined] {
  const at = word.indexOf("=");
  if (at !== -1) {
    return [word.slice(0, at), word.slice(at + 1)];
  }
  // `-nsie` is `-n sie`.
  return /^-n[^-]/.test(word) ? ["-n", word.slice(2)] : [word, undefined];
}
