import type { Block } from "../block";
import { lastLine } from "../markdown/inline-text";
import { warnsOf } from "../operations/bare-commands";
import { firstLineOf, type Statements } from "../statements";
import { saysOutput } from "./step-remarks";

/** A block that the line above calls output is output, and one that it warns of is only shown. */
export function shownAs(block: Block, above: Block | undefined, statements: Statements): Block {
  if (block.kind !== "code" || above === undefined || statements.of("blocks", firstLineOf(block.text)) !== undefined) {
    return block;
  }
  if (saysOutput(above, block)) {
    return { ...block, parts: [{ content: "output", because: "the line above says so", lines: block.lines }] };
  }
  return warnsOf(lastLine(above))
    ? { ...block, parts: [{ content: "text", because: "the line above warns of it", lines: block.lines }] }
    : block;
}
