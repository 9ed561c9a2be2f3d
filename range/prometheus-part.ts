import type { PrometheusPart } from "./range.ts";

/** Until samples are kept and queries answered, the Prometheus port says that it is not available. */
export function createPrometheusPart(_now: () => number): PrometheusPart {
  return {
    store: { append: () => undefined },
    handler: (_request, response) => {
      response.writeHead(503, { "content-type": "text/plain" });
      response.end("Service Unavailable\n");
    },
  };
}
