import { parse, YAMLParseError } from "yaml";
import { z } from "zod";
import { parameterKinds, phases } from "./runbook";

const words = z.union([z.string(), z.number()]).transform(String);
const one = words.optional().catch(undefined);

/** What a document may say about itself under `headroom:`; anything that does not fit is passed over. */
const schema = z.object({
  title: one,
  headroom: z
    .object({
      alerts: z
        .union([z.array(words), words.transform((text) => [text])])
        .optional()
        .catch(undefined)
        .describe("Names of the alerts that open an incident with this runbook"),
      severity: one.describe("Severity of a new incident: P0 to P4, or your own word"),
      system: one.describe("The system that this runbook is for"),
      mttr: one.describe("Target for the time to recovery: 10m, 1h"),
      owner: one.describe("Who keeps the runbook"),
      review: one.describe("When it is to be looked at again: a date or an interval"),
      trigger: one.describe("What sets it off"),
      slaImpact: one.describe("What an incident of this kind costs"),
      businessHoursOnly: z
        .boolean()
        .optional()
        .catch(undefined)
        .describe("Whether people are called in business hours only"),
      thresholds: z
        .array(words)
        .optional()
        .catch(undefined)
        .describe('Thresholds in words, instead of those in the text: "memory > 80% for 5 minutes"'),
      phases: z
        .record(z.string(), z.enum(phases))
        .optional()
        .catch(undefined)
        .describe("Phase of a section, by its title: what its heading does not say"),
      parameters: z
        .record(
          z.string(),
          z.object({
            kind: z.enum(parameterKinds).optional().catch(undefined).describe("What kind of thing it stands for"),
            default: one.describe("What is proposed when nothing else is known"),
          }),
        )
        .optional()
        .catch(undefined)
        .describe("Values that the text leaves open, by name: kind and proposal"),
    })
    .optional()
    .catch(undefined),
});

/** JSON Schema of what an author may write, for editors: docs/front-matter.schema.json is this. */
export function frontMatterSchema(): object {
  return { title: "Front matter of a Headroom runbook", ...z.toJSONSchema(schema, { io: "input" }) };
}

export type FrontMatter = NonNullable<z.infer<typeof schema>["headroom"]> & { readonly title?: string | undefined };

/** The front matter of a document, and where the rest begins. `problem` says why it could not be read. */
export function readFrontMatter(text: string): {
  readonly matter: FrontMatter;
  readonly yaml: string;
  /** Lines that the front matter takes, its fences included. */
  readonly lineCount: number;
  readonly problem: string | null;
} {
  const found = /^---[ \t]*\n([\s\S]*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|$)/.exec(text);
  if (!found) {
    return { matter: {}, yaml: "", lineCount: 0, problem: null };
  }
  const yaml = found[1] ?? "";
  const lineCount = found[0].split("\n").length - (found[0].endsWith("\n") ? 1 : 0);
  try {
    const read = schema.safeParse(parse(yaml, { maxAliasCount: 20 }) ?? {});
    const matter = read.success ? { ...read.data.headroom, title: read.data.title } : {};
    return { matter, yaml, lineCount, problem: read.success ? null : "the front matter is not a map" };
  } catch (error) {
    if (error instanceof YAMLParseError || error instanceof ReferenceError) {
      return {
        matter: {},
        yaml,
        lineCount,
        problem: `the front matter is not valid YAML: ${error.message.split("\n")[0]}`,
      };
    }
    throw error;
  }
}
