import { type Actor, hasRole } from "./actor";

/** Who may do something, under a name that a review of all doors can list. */
export type Policy = {
  readonly name: "anyone" | "signed-in" | "may-operate" | "may-command" | "may-administer";
  /** Said to a person who is signed in and still may not. */
  readonly refusal: string;
  readonly admits: (actor: Actor | null) => boolean;
};

/** Also someone who is not signed in: sign-in, set-up, health. */
export const anyone: Policy = { name: "anyone", refusal: "", admits: () => true };

/** Any person of this Headroom. What they may read is decided row by row. */
export const signedIn: Policy = {
  name: "signed-in",
  refusal: "Only people may do this.",
  admits: (actor) => actor?.kind === "user",
};

/** Responders and above: run operations, settle steps, sign items. */
export const mayOperate: Policy = {
  name: "may-operate",
  refusal: "Only a responder may do this.",
  admits: (actor) => actor !== null && hasRole(actor, "responder"),
};

/** Commanders and above: severity, roles, resolution. */
export const mayCommand: Policy = {
  name: "may-command",
  refusal: "Only a commander may do this.",
  admits: (actor) => actor !== null && hasRole(actor, "commander"),
};

/** Admins: people, alert sources, settings. */
export const mayAdminister: Policy = {
  name: "may-administer",
  refusal: "Only an admin may do this.",
  admits: (actor) => actor !== null && hasRole(actor, "admin"),
};
