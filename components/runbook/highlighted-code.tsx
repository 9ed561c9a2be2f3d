import { common, createLowlight } from "lowlight";
import type { ReactNode } from "react";
import { MAX_COLOURED_LENGTH } from "@/lib/core/runbook/page/divide-blocks";
import { positionKey } from "./inline-text";

/** Runs on the server only: the grammars are larger than everything else the page sends. */
const lowlight = createLowlight(common);
const spoken: Record<string, string> = { sh: "bash", shell: "bash", console: "bash", zsh: "bash", yml: "yaml" };

type HighlightNode = ReturnType<typeof lowlight.highlight>["children"][number];

/** Code in colours; a language without a grammar (PromQL among them) stays plain, and so does a text of many pages. */
export function HighlightedCode({ language, text }: { readonly language: string; readonly text: string }) {
  const name = spoken[language.toLowerCase()] ?? language.toLowerCase();
  const isColoured = text.length <= MAX_COLOURED_LENGTH && lowlight.registered(name);
  return <code>{isColoured ? <Nodes nodes={lowlight.highlight(name, text).children} /> : text}</code>;
}

function Nodes({ nodes }: { readonly nodes: readonly HighlightNode[] }): ReactNode {
  return nodes.map((node, index) => <NodeView key={positionKey(index)} node={node} />);
}

function NodeView({ node }: { readonly node: HighlightNode }): ReactNode {
  if (node.type === "text") {
    return node.value;
  }
  if (node.type !== "element") {
    return null;
  }
  const names = node.properties["className"];
  return (
    <span className={Array.isArray(names) ? names.join(" ") : undefined}>
      {node.children.map((child, index) => (
        <NodeView key={positionKey(index)} node={child} />
      ))}
    </span>
  );
}
