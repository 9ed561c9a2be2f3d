import type { SVGProps } from "react";

/** Words on the graph, readable over a line. */
export function GraphWords(props: SVGProps<SVGTextElement>) {
  return <text {...props} paintOrder="stroke" stroke="var(--bg)" strokeWidth={3} strokeLinejoin="round" />;
}
