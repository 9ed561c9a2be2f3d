import { parsePromql } from "@/lib/core/kernel/promql-grammar";
import { maskParameters } from "@/lib/core/runbook/parameters/mask-parameters";
import type { Operation } from "@/lib/core/runbook/runbook";
import { shellProblems } from "@/lib/core/shell/script/parse-shell";
import { type Finding, firstLine, patternRule, type Rule } from "./rule";

const named = /\s(?:-n|--namespace|-A|--all-namespaces)\b/;
/** Verbs whose object lives in no namespace. */
const clusterWide =
  /\bkubectl (?:get|describe|top|drain|cordon|uncordon|taint|label) (?:-\S+ )*(?:nodes?|no|ns|namespaces?|pv|persistentvolumes?|storageclass(?:es)?|sc|crds?|clusterroles?|componentstatuses|cs)\b|\bkubectl (?:drain|cordon|uncordon|cluster-info|version|config|api-resources|api-versions|auth|completion)\b/;

/** What is wrong with a command. */
export const commandRules: readonly Rule[] = [
  {
    id: "kubectl-without-namespace",
    severity: "info",
    find: ({ shell }) => {
      const kubectl = shell.filter(({ script }) => /\bkubectl\b/.test(script) && !clusterWide.test(script));
      return kubectl.some(({ script }) => named.test(script))
        ? kubectl
            .filter(({ script }) => !named.test(script))
            .map(({ lines }) => ({
              message: "kubectl without -n, while other commands here name a namespace: the incident's is used",
              lines,
            }))
        : [];
    },
  },
  {
    id: "unparsable-shell",
    severity: "warning",
    find: ({ shell }) =>
      shell.flatMap(({ script, lines }) => {
        const [problem] = shellProblems(maskParameters(script));
        return problem === undefined ? [] : [{ message: `the command does not parse: ${problem}`, lines }];
      }),
  },
  {
    id: "unparsable-promql",
    severity: "error",
    find: ({ operations }) =>
      operations
        .filter(
          ({ operation: { language, script } }) =>
            language === "promql" && !queriesOf(script).every((query) => parsePromql(query)),
        )
        .map(({ operation: { lines } }) => ({ message: "this is not PromQL: Prometheus would refuse it", lines })),
  },
  {
    id: "variable-never-set",
    severity: "info",
    find: ({ runbook: { parameters } }) =>
      parameters.flatMap(({ forms, lines }) => {
        const variable = forms.find((form) => form.startsWith("$"));
        return variable === undefined || forms.some((form) => form.startsWith("<"))
          ? []
          : [{ message: `${variable} is never set here: it is asked of the responder`, lines: lines[0] ?? firstLine }];
      }),
  },
  {
    id: "two-spellings-of-a-deployment",
    severity: "warning",
    find: ({ shell }) => twoSpellings(shell),
  },
  {
    id: "missing-file",
    severity: "warning",
    find: ({ shell, world: { hasFile } }) => {
      const made = shell.map(({ script }) => script).join("\n");
      return shell.flatMap(({ script, lines }) =>
        filesNeeded(script)
          .filter((file) => hasFile && !hasFile(file) && !makes(made, file))
          .map((file) => ({ message: `${file} is needed, and neither beside the runbook nor made by it`, lines })),
      );
    },
  },
  patternRule({
    id: "export-never-reaches-the-pod",
    severity: "warning",
    pattern: /^\s*export\s+\w+=[\s\S]*rollout restart/m,
    message: () => "an exported variable never reaches the pod: use kubectl set env",
  }),
  patternRule({
    id: "url-with-spaces",
    severity: "warning",
    pattern: /curl[^\n]*(?:"https?:\/\/[^"\n]*\s[^"\n]*"|'https?:\/\/[^'\n]*\s[^'\n]*')/,
    message: () => "curl rejects a URL with spaces: use -G --data-urlencode",
  }),
  patternRule({
    id: "url-with-brackets",
    severity: "warning",
    // Sets of words and ranges are meant for curl; what PromQL has between brackets is neither.
    pattern:
      /\b(curl )(?![^\n]*?(?<=\s)(?:-[a-zA-Z]*g|--globoff\b))[^\n]*?["']https?:\/\/(?:[^"'\n\\]|\\.)*(?:(?<!\$)\{[^}\n]*[=~]|(?<!\/\/)\[(?!\d+-\d+|[a-zA-Z]-[a-zA-Z]))/,
    message: () => "curl reads brackets and braces in a URL as lists of its own: use -g, or -G --data-urlencode",
    fix: () => ({ before: "curl ", after: "curl -g " }),
  }),
  patternRule({
    id: "empty-selector",
    severity: "error",
    pattern: /(?:\s-l|--selector)[= ](?:""|'')/,
    message: () => "an empty selector means everything",
  }),
  patternRule({
    id: "interactive-command",
    severity: "info",
    pattern:
      /^\s*(?:sudo )?(?:vim?|nano|less|more|htop|k9s)(?:\s|$)|\b(?:kubectl|oc) edit\b|\bexec\b[^\n]*\s(?:\/bin\/)?(?:ba|z|a)?sh\s*$|^\s*(?:sudo )?(?:psql|mysql|redis-cli)(?:\s+-[hpUdu]\s*\S+)*\s*$/m,
    message: () => "an interactive command: it can only be done by hand",
  }),
  patternRule({
    id: "needless-terminal",
    severity: "info",
    pattern: /\b(exec (?:-it|-ti|-i -t|-t -i))\s(?![^\n]*\s(?:\/bin\/)?(?:ba|z|a)?sh\s*$)[^\n]*--\s*\S/m,
    message: () => "-it asks for a terminal that one command does not need",
    fix: ([, written = ""]) => ({ before: written, after: "exec" }),
  }),
  patternRule({
    id: "endless-command",
    severity: "info",
    pattern:
      /^\s*(?:sudo )?(?:watch\s|tail -[a-zA-Z]*[fF]|tcpdump (?![^\n]*-c )|top\s*$|journalctl [^\n]*-f\b)|\blogs\b[^\n|]*\s(?:-f|--follow)\b|\bget\b[^\n]*\s(?:-w|--watch)\b|\bwhile (?:true|:)\s*;/m,
    message: () => "this never ends by itself: it is stopped at the deadline, say how long to look",
  }),
  patternRule({
    id: "endless-ping",
    severity: "info",
    pattern: /(?:^|\s)(ping )(?![^\n]*-c)/m,
    message: () => "ping without -c never ends",
    fix: () => ({ before: "ping ", after: "ping -c 4 " }),
  }),
  patternRule({
    id: "endless-docker-stats",
    severity: "info",
    pattern: /\bdocker stats(?![^\n]*--no-stream)/,
    message: () => "docker stats without --no-stream never ends",
    fix: () => ({ before: "docker stats", after: "docker stats --no-stream" }),
  }),
  patternRule({
    id: "open-to-the-world",
    severity: "error",
    pattern:
      /(?:authorize-security-group-ingress|firewall-rules (?:create|update)|security-group rule create|iptables[^\n]*ACCEPT|ufw allow)[\s\S]*?(?:0\.0\.0\.0\/0|::\/0)/,
    message: () => "this opens a port to the whole internet: name the network that needs it",
  }),
  patternRule({
    id: "stale-literal",
    severity: "warning",
    pattern:
      /\b(?:start|end|time|since|from|to)=(\d{10}(?:\d{3})?)\b|\bpid\s*=\s*(\d{3,})|\bkill\s+(?:-\w+\s+)?(\d{3,})\b/i,
    message: (found) => `${found[1] ?? found[2] ?? found[3]} was right once: write <time> or <pid>, and it is asked`,
  }),
  patternRule({
    id: "deprecated-flag",
    severity: "warning",
    pattern:
      /(--delete-local-data|--dry-run(?=\s|$)(?! client| server| none)|--export(?=\s)|--record(?=\s|$)|--generator=\S+)/,
    message: ([flag = ""]) => `${flag} is deprecated or gone${replaced[flag] ? `: use ${replaced[flag]}` : ""}`,
    fix: ([flag = ""]) => (replaced[flag] ? { before: flag, after: replaced[flag] } : undefined),
  }),
  patternRule({
    id: "deprecated-api",
    severity: "warning",
    pattern:
      /\b(extensions\/v1beta1|apps\/v1beta[12]|policy\/v1beta1|batch\/(?:v1beta1|v2alpha1)|autoscaling\/v2beta[12]|networking\.k8s\.io\/v1beta1|rbac\.authorization\.k8s\.io\/v1beta1|apiextensions\.k8s\.io\/v1beta1|PodSecurityPolicy|(?:get|describe) (?:componentstatuses|cs)\b|rolling-update)/,
    message: ([api = ""]) => `${api} is deprecated or gone from Kubernetes`,
  }),
  patternRule({
    id: "literal-secret",
    severity: "error",
    pattern:
      /\b(?:AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{30,}|xox[bp]-[\w-]{10,}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.)|:\/\/[^\s/:@<$]+:[^\s/@<${*]+@|\bpassword=(?!<|\$|\*|x+\b|your|\{|password\b|\.\.\.)[^\s&'"]{4,}/i,
    message: () => "a password or key stands in the text: everybody who can read the runbook has it",
  }),
];

const replaced: Readonly<Record<string, string>> = {
  "--delete-local-data": "--delete-emptydir-data",
  "--dry-run": "--dry-run=client",
};

/** The expressions of a block: one a line, unless a bracket or an operator says that it goes on. */
function queriesOf(script: string): readonly string[] {
  const lines = maskParameters(script)
    .split("\n")
    .filter((line) => !/^\s*(?:#|$)/.test(line));
  const whole = lines.join("\n");
  return parsePromql(whole) ? [whole] : lines;
}

function twoSpellings(shell: readonly Operation[]): readonly Finding[] {
  const firstBy = new Map<string, string>();
  return shell.flatMap(({ script, lines }) =>
    [...script.matchAll(/\b(?:deploy(?:ment)?s?(?:\.apps)?)[/ ]([a-z0-9][a-z0-9_.-]*)/g)].flatMap(([, name = ""]) => {
      const key = name.replace(/[^a-z0-9]/g, "");
      const known = firstBy.get(key);
      firstBy.set(key, known ?? name);
      return known === undefined || known === name
        ? []
        : [{ message: `the deployment is called ${name} here and ${known} above`, lines }];
    }),
  );
}

/** Local files that a command reads: `-f deploy.yaml`, `@format.txt`, `--from-file=x`. */
function filesNeeded(script: string): readonly string[] {
  const found = script.matchAll(
    /\b(?:apply|create|replace|delete)\b[^\n|]*?\s-f\s+([\w./-]+\.(?:ya?ml|json))\b|["' =]@([\w./-]+\.\w+)|--from-file=([\w./-]+)(?=\s|$)/g,
  );
  return [...found]
    .flatMap(([, manifest, data, source]) => manifest ?? data ?? source ?? [])
    .filter((file) => !file.startsWith("/"));
}

function makes(scripts: string, file: string): boolean {
  const name = file.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?:>|-o|-O|--output|\\btee|\\btouch)\\s*["']?(?:\\./)?${name}\\b`).test(scripts);
}
