/** Ordered from harmless to harmful; `unknown` is treated as a change until someone says otherwise. */
export const risks = ["read", "change", "destructive", "unknown"] as const;
export type Risk = (typeof risks)[number];

/** What is known of one command; `reason` is one sentence, empty for a read. */
export type CommandRisk = { readonly risk: Risk; readonly reason: string };

/** A command that only looks. */
export const readRisk: CommandRisk = { risk: "read", reason: "" };

const order: readonly Risk[] = ["read", "unknown", "change", "destructive"];

/** The more harmful of two; a known change counts for more than an unknown. */
export function worse(first: Risk, second: Risk): Risk {
  return order.indexOf(second) > order.indexOf(first) ? second : first;
}
