import { textLines } from "../facts/text-lines";
import type { FrontMatter } from "../front-matter";
import { type Parameter, parameterKinds, type Runbook } from "../runbook";
import type { LineRange } from "../source";
import { walkSections, walkSteps } from "../walk";
import { findComputed } from "./computed-parameters";
import { findParameters, parameterKind, parameterName } from "./parameters";

/** `line`: the line of the command, up to the mention; none in prose. */
type Mention = { readonly name: string; readonly form: string; readonly lines: LineRange; readonly line?: string };

/** All parameters of a document, those of operations first, each with its forms and lines; front matter has the last word. */
export function documentParameters(runbook: Runbook, matter: FrontMatter): readonly Parameter[] {
  const stated = new Map(Object.entries(matter.parameters ?? {}).map(([name, what]) => [parameterName(name), what]));
  const mentions = [...inOperations(runbook), ...inProse(runbook)];
  return [...Map.groupBy(mentions, ({ name }) => name)].map(([name, same]) => {
    const forms = [...new Set(same.map(({ form }) => form))];
    const lines = same.map((mention) => mention.lines);
    const what = stated.get(name);
    const kind = parameterKinds.find((known) => known === what?.kind);
    const defaultValue = what?.default ?? sample(forms);
    const [computed] = forms.flatMap(findComputed);
    return {
      name,
      kind: kind ? { value: kind, from: "front-matter" } : kindOf(name, same),
      forms,
      lines,
      ...(defaultValue !== undefined && { defaultValue }),
      ...(computed && { computed: { of: computed.of, factor: computed.factor } }),
    };
  });
}

/** `redis-cli get <key>`: a key that programs of queues and stores look up, wherever a command names it, is no secret. */
const looksUp =
  /\b(?:redis-cli|valkey-cli|rabbitmqadmin|rabbitmqctl|etcdctl|kafka-[\w-]+)\b(?!.*\s(?:-a|--pass|auth)[ =]*$)/i;

function kindOf(name: string, mentions: readonly Mention[]): Parameter["kind"] {
  const kind = parameterKind(name, mentions[0]?.lines ?? { start: 1, end: 1 });
  const commands = mentions.flatMap(({ line }) => line ?? []);
  return /^(?:(?:routing|binding|message|entry)-)?key$/.test(name) &&
    commands.length > 0 &&
    commands.every((line) => looksUp.test(line))
    ? { ...kind, value: "free", because: "its commands look up entries by it" }
    : kind;
}

function inOperations(runbook: Runbook): readonly Mention[] {
  return [...walkSteps(runbook)].flatMap(({ step }) =>
    step.operations.flatMap(({ parameters, script, lines }) =>
      parameters.flatMap(({ name, spans }) =>
        spans.map(({ start, end }) => ({
          name,
          form: script.slice(start, end),
          lines,
          line: script.slice(script.lastIndexOf("\n", start - 1) + 1, start),
        })),
      ),
    ),
  );
}

/** In sentences, and reckoned values in the comments that head commands. */
function inProse(runbook: Runbook): readonly Mention[] {
  const lines = textLines(runbook.sections);
  const references = referencesIn(runbook);
  const heads = [...walkSteps(runbook)].flatMap(({ step }) => [
    { text: step.title, lines: step.lines },
    ...step.operations.map(({ label, lines: own }) => ({ text: label, lines: own })),
  ]);
  const isLinked = (form: string) => references.has(form.toLowerCase());
  return [
    ...lines.flatMap(({ text, lines: own }) =>
      findParameters(text)
        .filter(({ form }) => !isLinked(form))
        .map(({ name, form }) => ({ name, form, lines: own })),
    ),
    ...[...lines, ...heads].flatMap(({ text, lines: own }) =>
      findComputed(text).map(({ form }) => ({ name: parameterName(form), form, lines: own })),
    ),
  ];
}

/** What is in brackets and has its address elsewhere in the document, as written: `[guide]: https://…`. */
function referencesIn(runbook: Runbook): ReadonlySet<string> {
  const raw = [...walkSections(runbook.sections)].flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === "raw" ? [block.text] : [])),
  );
  return new Set(
    raw.flatMap((text) => [...text.matchAll(/^ {0,3}(\[[^\]\n]+\]):/gm)].map(([, form = ""]) => form.toLowerCase())),
  );
}

/** A host of a document's examples may be the very one that the configuration maps. */
function sample(forms: readonly string[]): string | undefined {
  return forms.find((form) => /^[\w.-]*example\.(?:com|org|net)$/.test(form));
}
