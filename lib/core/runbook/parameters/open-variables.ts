import { scriptVariables } from "@/lib/core/shell/script/variables";
import { runModeWithin } from "../operations/run-mode";
import type { Operation, ParameterUse, Section, Step } from "../runbook";
import { walkSections } from "../walk";
import { maskParameters } from "./mask-parameters";
import { parameterName } from "./parameters";

/** What every shell has. */
const given = new Set(
  `HOME USER LOGNAME PATH PWD OLDPWD SHELL HOSTNAME RANDOM SECONDS UID EUID PPID BASHPID LINENO IFS TMPDIR LANG TERM EDITOR
KUBECONFIG FUNCNAME BASH_SOURCE REPLY OPTARG OPTIND PIPESTATUS`.split(/\s+/),
);

/** What a script that sets no variable does not hold: most need not be looked at. */
const maySet = /=|\b(?:read|export|local|declare|typeset|readonly|mapfile|readarray|getopts|for|select|printf)\b/;

/** A shell variable that the document reads and never sets is a parameter: somebody has to say what it is. */
export function withOpenVariables(sections: readonly Section[]): readonly Section[] {
  const scripts = [...walkSections(sections)].flatMap(({ steps }) => steps.flatMap(scriptsOf));
  if (!scripts.some((script) => script.includes("$"))) {
    return sections;
  }
  const set = new Set(
    scripts.filter((script) => maySet.test(script)).flatMap((script) => scriptVariables(maskParameters(script)).sets),
  );
  const open = (operation: Operation): Operation => {
    const uses =
      operation.language === "shell" && operation.script.includes("$") ? openUses(operation.script, set) : [];
    if (uses.length === 0) {
      return operation;
    }
    const mode = runModeWithin(operation.mode, operation.script, [...set]);
    return { ...operation, mode, parameters: merged([...operation.parameters, ...uses]) };
  };
  return sections.map((section) => mapSection(section, open));
}

function scriptsOf(step: Step): readonly string[] {
  return [
    ...step.operations.flatMap(({ language, script }) => (language === "shell" ? [script] : [])),
    ...step.steps.flatMap(scriptsOf),
  ];
}

function openUses(script: string, set: ReadonlySet<string>): readonly ParameterUse[] {
  return scriptVariables(maskParameters(script))
    .reads.filter(({ name }) => !set.has(name) && !given.has(name) && name !== "_")
    .map(({ name, start, end }) => ({ name: parameterName(name), spans: [{ start, end }] }));
}

/** One use a parameter: `<pod-name>` and `$POD_NAME` are the same one. */
function merged(uses: readonly ParameterUse[]): readonly ParameterUse[] {
  return [...Map.groupBy(uses, ({ name }) => name)].map(([name, same]) => ({
    name,
    spans: same.flatMap(({ spans }) => spans).sort((a, b) => a.start - b.start),
  }));
}

function mapSection(section: Section, change: (operation: Operation) => Operation): Section {
  return {
    ...section,
    steps: section.steps.map((step) => mapStep(step, change)),
    sections: section.sections.map((inner) => mapSection(inner, change)),
  };
}

function mapStep(step: Step, change: (operation: Operation) => Operation): Step {
  return {
    ...step,
    operations: step.operations.map(change),
    steps: step.steps.map((inner) => mapStep(inner, change)),
  };
}
