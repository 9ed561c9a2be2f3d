/** Ordered from harmless to harmful; `unknown` is treated as a change until someone says otherwise. */
export const risks = ["read", "change", "destructive", "unknown"] as const;
export type Risk = (typeof risks)[number];
