import { z } from "zod";
import { codeContents } from "./operations/code-reading";
import { parameterKinds, phases, runModes } from "./runbook";

const words = z.union([z.string(), z.number()]).transform(String);
const oneOrMore = z.union([z.array(words), words.transform((text) => [text])]);

const parameter = z.strictObject({
  kind: z.enum(parameterKinds).optional().describe("What kind of thing it stands for"),
  default: words.optional().describe("What is proposed when nothing else is known"),
});
const branch = z.strictObject({
  label: words.optional().describe('What the choice is called, "Scenario 1"; without it the title'),
  symptoms: oneOrMore.optional().describe("What is seen when this one is to be chosen"),
});
const level = z.strictObject({
  title: words.describe("What the level is called"),
  after: words.optional().describe("How long after the start its turn comes: 15m"),
  when: words.optional().describe('The figure that makes it its turn: "> 100MB/min"'),
  severity: words.optional(),
  criteria: oneOrMore.optional(),
  contacts: oneOrMore.optional(),
  automatic: z.boolean().optional().describe("A machine acts, people watch"),
});
const task = z.union([
  words.transform((text) => ({ text, mandatory: true })),
  z.strictObject({ text: words, mandatory: z.boolean().default(true) }),
]);
const decision = z.strictObject({
  if: words.describe("What is seen"),
  goTo: words.optional().describe("The section it leads to, by title or id"),
  do: words.optional().describe("What is done then, in words"),
});
const step = z.strictObject({
  expect: oneOrMore.optional().describe("What is to be seen, instead of what the text says"),
  decide: z.array(decision).optional().describe("Where it leads, instead of what the text says"),
});
const operation = z.strictObject({
  mode: z.enum(runModes).optional().describe("How it can be run"),
  because: words.optional().describe("Why, for those who ask"),
  host: z
    .union([z.literal(false), words])
    .optional()
    .describe("The host it runs on over ssh, whatever was logged in to; false: none"),
  expect: oneOrMore.optional().describe("What is to be seen, instead of what the text says"),
});

/** What a document may say about itself under `headroom:`, field by field: what does not fit costs only its own field. */
export const fields = {
  alerts: oneOrMore.describe("Names of the alerts that open an incident with this runbook"),
  severity: words.describe("Severity of a new incident: P0 to P4, or your own word"),
  system: words.describe("The system that this runbook is for"),
  mttr: words.describe("Target for the time to recovery: 10m, 1h"),
  owner: words.describe("Who keeps the runbook"),
  review: words.describe("When it is to be looked at again: a date or an interval"),
  trigger: words.describe("What sets it off"),
  slaImpact: words.describe("What an incident of this kind costs"),
  businessHoursOnly: z.boolean().describe("Whether people are called in business hours only"),
  thresholds: oneOrMore.describe('Thresholds in words, instead of those in the text: "memory > 80% for 5 minutes"'),
  impacts: oneOrMore.describe("What an incident means for users, business and data"),
  notifications: oneOrMore.describe("Whom to tell, instead of what the text says"),
  followUps: oneOrMore.describe("What is to be done when the incident is over"),
  checklist: z.array(task).describe("The resolution checklist, instead of the one in the text"),
  escalation: z.array(level).describe("The levels of the ladder, instead of those in the text"),
  phases: z.record(z.string(), z.enum(phases)).describe("Phase of a section, by its title or id"),
  timeBoxes: z.record(z.string(), words).describe('How long a section may take, by its title or id: "10m", "5-15 min"'),
  branches: z
    .record(z.string(), z.union([z.literal(false), branch]))
    .describe("Sections of which one is chosen, by title or id; false: it is no branch"),
  steps: z
    .record(z.string(), z.union([z.boolean(), step]))
    .describe("Steps by title or id: expectations and decisions; true: this line is a step; false: it is none"),
  operations: z.record(z.string(), operation).describe("Operations by label or id: how they run, what is to be seen"),
  blocks: z
    .record(z.string(), z.enum(codeContents))
    .describe("What a code block holds, by its first line: commands, output, configuration"),
  parameters: z.record(z.string(), parameter).describe("Values that the text leaves open, by name: kind and proposal"),
} as const;

const headroom = z.strictObject(fields).partial();
export type Stated = z.infer<typeof headroom>;

/** JSON Schema of what an author may write, for editors: docs/front-matter.schema.json is this. */
export function frontMatterSchema(): object {
  const schema = z.object({ title: words.optional(), headroom: headroom.optional() });
  return { title: "Front matter of a Headroom runbook", ...z.toJSONSchema(schema, { io: "input" }) };
}
