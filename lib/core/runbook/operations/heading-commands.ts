import type { Inline } from "../block";
import { inlineText } from "../markdown/inline-text";
import { isCommand } from "./bare-commands";

/** "Run `…`", "Step 2: check with `…`": the heading tells somebody to run it. */
const tells =
  /(?:^|[\s:.)–—-])(?:run|execute|issue|enter|type|invoke|launch|(?:check|verify|look|confirm|restart|inspect)\b.* (?:with|using|via|by running))\s*:?\s*$/i;
const number = /^\s*(?:step\s*)?(?:\d+(?:\.\d+)*[.):]?|[-–—:])*\s*$/i;

/** The commands that a heading tells somebody to run. What only names one ("Failure in `git am`") tells nothing. */
export function commandsOfHeading(children: readonly Inline[]): readonly string[] {
  return children.flatMap((inline, index) => {
    const before = inlineText(children.slice(0, index));
    const isAll = number.test(before) && index === children.length - 1;
    const isTold =
      inline.kind === "code" && (tells.test(before) || (isAll && inline.text.trim().split(/\s+/).length > 2));
    return isTold && isCommand(inline.text) ? [inline.text.trim()] : [];
  });
}
