import type { OperationId, SectionId, StepId } from "@/lib/core/kernel/ids";
import type { Block } from "./block";
import type { Facts } from "./facts/facts";
import type { Computed } from "./parameters/computed-parameters";
import type { LineRange, Quantity, Sourced } from "./source";

export const phases = [
  "detection",
  "assessment",
  "diagnosis",
  "mitigation",
  "resolution",
  "verification",
  "escalation",
  "prevention",
  "follow-up",
  "reference",
] as const;
export type Phase = (typeof phases)[number];

/** "First 5 Minutes", "(2 min)", "15-60 minutes": seconds from the start of the phase or incident. */
export type TimeBox = {
  readonly text: string;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly lines: LineRange;
  /** Present when front matter states it. */
  readonly from?: "front-matter";
};

export type Section = {
  readonly id: SectionId;
  readonly title: string;
  /** Heading depth 1-6; 0 for text before the first heading. */
  readonly depth: number;
  readonly lines: LineRange;
  readonly phase: Sourced<Phase>;
  readonly timeBox?: TimeBox;
  /** Present when this section is one of several alternatives; alternatives share `group`. */
  readonly branch?: Branch;
  /** The section's own content (without sub-sections), in source order: what is rendered, whole. */
  readonly blocks: readonly Block[];
  readonly steps: readonly Step[];
  readonly sections: readonly Section[];
};

export type Branch = {
  readonly group: SectionId;
  /** "Scenario 1", "Pattern A", "3.2" */
  readonly label: string;
  readonly symptoms: readonly string[];
  /** Present when front matter states it. */
  readonly from?: "front-matter";
};

export const stepKinds = ["heading", "list-item", "task", "question", "comment", "table-row", "paragraph"] as const;
export type StepKind = (typeof stepKinds)[number];

export type Step = {
  readonly id: StepId;
  readonly kind: StepKind;
  readonly title: string;
  readonly lines: LineRange;
  readonly operations: readonly Operation[];
  readonly expectations: readonly Expectation[];
  readonly decisions: readonly Decision[];
  /** Nested list items. */
  readonly steps: readonly Step[];
  /** The field of front matter that makes it one, where the text alone does not. */
  readonly stated?: "steps" | "blocks";
};

export const operationLanguages = ["shell", "promql"] as const;
export type OperationLanguage = (typeof operationLanguages)[number];

/** How an operation can be run. What is never run (output, configuration, another language) is no operation. */
export const runModes = ["native", "toolbox", "by-hand"] as const;
export type RunMode = (typeof runModes)[number];

export type Operation = {
  readonly id: OperationId;
  /** The comment that labels it, else what the line above its block says, else the first command. */
  readonly label: string;
  readonly language: OperationLanguage;
  /** Exactly what is to be run, prompts and output removed, parameters still in their written form. */
  readonly script: string;
  readonly lines: LineRange;
  readonly mode: Sourced<RunMode>;
  readonly parameters: readonly ParameterUse[];
  /** The bare ssh line before it whose host it runs on. */
  readonly login?: Login;
  readonly expectations: readonly Expectation[];
  /** Output that the document shows under the command. */
  readonly sampleOutput?: string;
};

/** A bare `ssh host` makes that host the target of what follows. The value is the command, as written. */
export type Login = Sourced<string> & {
  /** Offsets into the command. */
  readonly parameters: readonly ParameterUse[];
};

export type ParameterUse = {
  /** `Parameter.name` */
  readonly name: string;
  /** Offsets into `Operation.script` (UTF-16 units) of the written form. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
};

export const parameterKinds = [
  "pod",
  "container",
  "deployment",
  "node",
  "namespace",
  "host",
  "pid",
  "url",
  "time",
  "image",
  "secret",
  "free",
] as const;
export type ParameterKind = (typeof parameterKinds)[number];

export type Parameter = {
  /** Normalised: `<pod-name>`, `POD_NAME` and `$POD_NAME` are "pod-name". */
  readonly name: string;
  readonly kind: Sourced<ParameterKind>;
  /** The forms it is written in. */
  readonly forms: readonly string[];
  readonly lines: readonly LineRange[];
  readonly defaultValue?: string;
  /** "peak + 20 %": how it is reckoned from a measured value. */
  readonly computed?: Computed;
};

export type Expectation = {
  readonly text: string;
  readonly lines: LineRange;
  /** What can be checked by machine; absent when only a person can tell. */
  readonly check?: ExpectationCheck;
  /** Present when front matter states it. */
  readonly from?: "front-matter";
};

export type ExpectationCheck =
  | { readonly kind: "threshold"; readonly quantity: Quantity }
  | { readonly kind: "contains"; readonly text: string }
  | { readonly kind: "comparison"; readonly growth: Quantity; readonly windowSeconds?: number };

export type Decision = {
  readonly text: string;
  readonly condition: string;
  readonly outcome: string;
  readonly leadsTo?: SectionId;
  readonly lines: LineRange;
  /** Present when front matter states it. */
  readonly from?: "front-matter";
};

export type Severity = "error" | "warning" | "info";
export type Diagnostic = {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly lines: LineRange;
  /** A change that cannot make it worse: in the first of the lines that holds `before`. */
  readonly fix?: { readonly before: string; readonly after: string };
};

/** One Markdown file, understood. Pure data: JSON in, JSON out. */
export type Runbook = {
  readonly title: string;
  /** Kebab-case, from the file name. */
  readonly slug: string;
  /** The YAML between the leading `---` lines, as written; "" when there is none. */
  readonly frontMatter: string;
  readonly facts: Facts;
  readonly sections: readonly Section[];
  readonly parameters: readonly Parameter[];
  readonly diagnostics: readonly Diagnostic[];
  /** What was repaired before parsing (wrong encoding, NUL bytes, BOM), in words. */
  readonly repairs: readonly string[];
};
