import type { Block } from "../block";
import type { IdMaker } from "../ids";
import type { Phase, Step } from "../runbook";
import type { Statements } from "../statements";

/** What is known of the section, or the item, where a step is made. */
export type Around = {
  readonly id: string;
  readonly title: string;
  readonly phase: Phase;
  /** Only the document's title says that it is of this phase. */
  readonly isOfTitle: boolean;
  readonly makeId: IdMaker;
  readonly statements: Statements;
  /** The section's own, and what of them stands above the block that is looked at. */
  readonly blocks?: readonly Block[];
  readonly above?: Block | undefined;
  readonly below?: Block | undefined;
  /** What it stands under lists causes, signs and the like. */
  readonly isFacts?: boolean;
  /** Its text tells of what was done. */
  readonly isHistory?: boolean;
};

/** The steps of a block, and the block with references to what was made of it. */
export type BlockSteps = { readonly steps: readonly Step[]; readonly block: Block };

export function emptyStep(step: Pick<Step, "id" | "kind" | "title" | "lines"> & Partial<Step>): Step {
  return { operations: [], expectations: [], decisions: [], steps: [], ...step };
}
