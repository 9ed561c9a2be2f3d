import type { PrometheusPart } from "./range.ts";

export function createPrometheusPart(_now: () => number): PrometheusPart {
  return { store: { append: () => undefined }, handler: (_request, response) => void response.writeHead(503).end() };
}
