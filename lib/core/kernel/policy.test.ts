import { expect, test } from "vitest";
import { type Actor, type Role, roles } from "./actor";
import { brandId, type UserId } from "./ids";
import { anyone, mayAdminister, mayCommand, mayOperate, signedIn } from "./policy";

const user = (role: Role): Actor => ({ kind: "user", id: brandId<UserId>("u"), name: "U", role });
const outsiders = [null, { kind: "webhook", sourceId: "s", name: "S" }, { kind: "system", name: "reaper" }] as const;

test.each([
  [anyone, roles],
  [signedIn, roles],
  [mayOperate, ["responder", "commander", "admin"]],
  [mayCommand, ["commander", "admin"]],
  [mayAdminister, ["admin"]],
] as const)("$name admits exactly its roles", (policy, admitted) => {
  expect(roles.filter((role) => policy.admits(user(role)))).toEqual(admitted);
});

test.each([signedIn, mayOperate, mayCommand, mayAdminister])("$name admits nobody who is not a person", (policy) => {
  expect(outsiders.filter((actor) => policy.admits(actor))).toEqual([]);
});
