import { describe, expect, it } from "vitest";
import { type EndpointAct, endpointRefusal, type Grant } from "./grant";
import { bareGrant } from "./testing/bare-grant";

const grant: Grant = {
  ...bareGrant,
  ceiling: "change",
  endpoints: [{ system: "docker", name: "prod-1" }],
};
const restart: EndpointAct = { system: "docker", name: "prod-1", risk: "change", description: "restart web" };

describe("endpointRefusal", () => {
  it("lets a run use a system that its grant names, up to its ceiling", () => {
    expect(endpointRefusal(grant, restart)).toBeNull();
    expect(endpointRefusal(grant, { ...restart, risk: "destructive" })).toBe(
      "refused: restart web is a destructive operation and this run may only change",
    );
  });

  it("refuses another system, and the same name in another kind of system", () => {
    expect(endpointRefusal(grant, { ...restart, name: "prod-2" })).toBe(
      "refused: restart web: this run may not use docker prod-2",
    );
    expect(endpointRefusal(grant, { ...restart, system: "ssh" })).toContain("may not use ssh prod-1");
  });

  it("lets a caller with their own credentials use any", () => {
    expect(endpointRefusal({ ...grant, endpoints: "any" }, { ...restart, name: "x" })).toBeNull();
  });
});
