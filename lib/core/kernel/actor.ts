import type { UserId } from "./ids";

export const roles = ["viewer", "responder", "commander", "admin"] as const;
export type Role = (typeof roles)[number];

/** Who did it. Every event carries one; attribution is a total switch over `kind`. */
export type Actor =
  | { readonly kind: "user"; readonly id: UserId; readonly name: string; readonly role: Role }
  | { readonly kind: "webhook"; readonly sourceId: string; readonly name: string }
  | { readonly kind: "system"; readonly name: string };

/** True when the person's role is at least `role` (viewer < responder < commander < admin). */
export function hasRole(actor: Actor, role: Role): boolean {
  return actor.kind === "user" && roles.indexOf(actor.role) >= roles.indexOf(role);
}

/** True for what was stored as an actor: the rows and messages it comes from are our own. */
export function isActor(value: unknown): value is Actor {
  return typeof value === "object" && value !== null && "kind" in value && "name" in value;
}
