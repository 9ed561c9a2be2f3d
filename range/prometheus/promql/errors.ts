/** A query that cannot be read. The message is Prometheus's: `1:5: parse error: …`. */
export class ParseError extends Error {
  override readonly name = "ParseError";
}

/** A query that fails on its data, such as a many-to-many match. */
export class ExecutionError extends Error {
  override readonly name = "ExecutionError";
}
