import type { FrontMatter } from "../front-matter";
import type { Section } from "../runbook";
import type { Sourced } from "../source";
import { titleSection, walkSections } from "../walk";
import type { AlertRule, Facts } from "./facts";
import { type TextLine, textLines } from "./text-lines";

/** A word with humps that is not the first of several: "RabbitMQ Queue Depth" is a title. */
const humps = /(?<![[<])\b([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*[A-Z][A-Za-z0-9]*)\b(?![\])>]| [A-Z0-9>])/g;
const oneWord = /^[A-Za-z][A-Za-z0-9]*[a-z][A-Za-z0-9]*[A-Z][A-Za-z0-9]*$/;
/** `p99_latency_high` is one where it is all that is said. */
const snakeName = /^alert(?: name)?\s*[:|]\s*([a-z][a-z0-9]*(?:[_-][a-z0-9]+)+)\s*$/i;
/** "The `DiskLow` (warning) and `DiskFull` alerts fire when …" */
const spoken =
  /\balerts? (?:(?:in|of|for) [\w ]{1,40} )?(?:fires?|is (?:fired|triggered|raised)|are (?:fired|triggered|raised)|triggers?)\b/i;
/** What has humps and is no alert. */
const noAlert =
  /^(?:OOMKilled|CrashLoopBackOff|PagerDuty|OpsGenie|Cloud(?:Watch|Front|Flare|Trail|SQL)|GitHub|GitLab|BitBucket|AlertName|AlertManager|ServiceNow|StatusPage|DataDog|NewRelic|OpenShift|OpenStack|OpenVPN|WireGuard|ZooKeeper|JavaScript|TypeScript|WordPress|InfluxDB|ClickHouse|VictoriaMetrics|[A-Z][a-z]+(?:SQL|QL|MQ|DB|Search))$/;
/** What an alert says of the thing that it names. */
const state =
  /Down|High|Low|Full|Slow|Fail|Err|Miss|Absent|Lost|Stuck|Crash|Loop|Not[A-Z]|No[A-Z]|Near|Exceed|Reach|Usage|Rate|Leak|OOM|Detect|Critical|Warn|Un[a-z]+able|Unhealthy|Pending|Lag|Latency|Saturat|Throttl|Exhaust|Expir|Mismatch|Pressure|Overcommit|Depth|Backlog|Degrad|Stale|Skew|Drift|Too[A-Z]|Burn|Spike|Disconnect|Timeout|Outage|Restart|Terminat|Evict|Killed|Flap|Grow|Drop|Reject|Denied|Breach|Violat|Below|Above|Over|Under|Corrupt|Insufficient|Offline|Broken|Dead/;

/** Whether a word with humps says what is wrong, or has too many of them for a product's name. */
function saysState(name: string): boolean {
  return !noAlert.test(name) && (state.test(name) || (name.match(/[A-Z][a-z]+/g)?.length ?? 0) > 3);
}

/** A name among other words must say what is wrong; one that stands for itself may be any but a product. */
function isAlert(name: string, [before, after]: readonly [string, string]): boolean {
  const isAlone = /(?:^|[:|,;(]|\band|\bor)\s*["'`]?$/.test(before) && /^["'`]?\s*(?:$|[|,;()]|and\b|or\b)/.test(after);
  return isAlone ? !noAlert.test(name) : saysState(name);
}

/** A title that is an alert's name: over a text that speaks of an alert or is built as such texts are. */
function titleAlert(sections: readonly Section[], lines: readonly TextLine[]): Sourced<string> | null {
  const title = titleSection(sections);
  const whole = title?.title.trim() ?? "";
  const name = whole
    .replace(/^(?:(?:pagerduty|prometheus|grafana) )?(?:alert )?(?:runbook|playbook|alert|id|name)\s*[-–—:]\s*/i, "")
    .replace(
      /\s+(?:[-–—:]\s*)?(?:alert\s+)?(?:(?:remediation|response|recovery|troubleshooting)\s+)?(?:runbook|playbook|guide)$/i,
      "",
    );
  const isName = oneWord.test(name) && (name === whole ? !noAlert.test(name) : saysState(name));
  const speaks = () =>
    lines.some(({ text }) =>
      /\bthis alert\b|\balert condition\b|\balert (?:fires|is (?:fired|triggered|raised))\b|^(?:meaning|impact)$/i.test(
        text,
      ),
    );
  return title && isName && speaks()
    ? { value: name, from: "inferred", because: "the title is the name of the alert", lines: title.lines }
    : null;
}

/** The names that a section called "Alerts" lists: headings, items and lines of code that begin with one. */
function listedAlerts(sections: readonly Section[]): readonly Sourced<string>[] {
  const headed = [...walkSections(sections)].filter(
    ({ title, depth }) =>
      depth > 1 && /^\P{L}*(?:firing |related |triggering )?alerts?(?: names?| that .*)?\W*$/iu.test(title),
  );
  return [...walkSections(headed)].flatMap((section) =>
    [...textLines([{ ...section, sections: [] }]), ...section.blocks.flatMap(codeLines)].flatMap(({ text, lines }) => {
      const [, name = ""] = /^[-*\s`]*([A-Za-z][A-Za-z0-9]+)\b[`#\s]*(?:$|[:|(–—])/.exec(text) ?? [];
      return oneWord.test(name) && saysState(name) ? [{ value: name, from: "written" as const, lines }] : [];
    }),
  );
}

/** "Alert: API_DOWN" in a block, above its severity and what sets it off. */
function shownAlerts(sections: readonly Section[]): readonly Sourced<string>[] {
  return [...walkSections(sections)].flatMap(({ blocks }) =>
    blocks
      .filter((block) => block.kind === "code" && /^alert(?: name)?: \S/im.test(block.text))
      .flatMap(codeLines)
      .flatMap(({ text, lines }) => {
        const [, name = ""] = snakeName.exec(text) ?? /^alert(?: name)?:\s*([A-Za-z]\w+)\s*$/i.exec(text) ?? [];
        return name !== "" && (name.includes("_") || oneWord.test(name))
          ? [{ value: name, from: "written" as const, lines }]
          : [];
      }),
  );
}

function codeLines(block: Section["blocks"][number]): readonly TextLine[] {
  return block.kind === "code" ? block.text.split("\n").map((text) => ({ text, lines: block.lines })) : [];
}

function namesIn(text: string): readonly string[] {
  return [
    ...[...text.matchAll(humps)]
      .filter(({ 1: name = "", index }) => isAlert(name, [text.slice(0, index), text.slice(index + name.length)]))
      .map(({ 1: name = "" }) => name),
    ...(snakeName.exec(text)?.slice(1) ?? []),
  ];
}

type AlertSources = {
  readonly matter: FrontMatter;
  readonly rules: readonly AlertRule[];
  readonly lines: readonly TextLine[];
};

/** Names in the text that look like alerts' and stand where alerts are spoken of; those of rules; those of front matter. */
export function alertNames(sections: readonly Section[], { matter, rules, lines }: AlertSources): Facts["alerts"] {
  const title = titleAlert(sections, lines);
  const found: readonly Sourced<string>[] = [
    ...lines
      .filter(({ text }) => /\balerts?\b\s*(?:name)?\s*[:|]/i.test(text) || spoken.test(text))
      .flatMap(({ text, lines: where }) =>
        namesIn(text).map((value) => ({ value, from: "written" as const, lines: where })),
      ),
    ...(title === null ? [] : [title]),
    ...listedAlerts(sections),
    ...shownAlerts(sections),
    ...rules.map(({ alert, lines: where }) => ({ value: alert, from: "written" as const, lines: where })),
    ...(matter.alerts ?? []).map((value) => ({ value, from: "front-matter" as const })),
  ];
  const first = new Map<string, Sourced<string>>();
  for (const alert of found.filter(({ value }) => value !== "" && !/^(?:OOMKilled|AlertName)$/.test(value))) {
    first.set(alert.value, first.get(alert.value) ?? alert);
  }
  return [...first.values()];
}
