import { describe, expect, it } from "vitest";
import { placeOf, roomLink, stepLink } from "./room-link";

describe("places of the room in an address", () => {
  it("are read as they are written", () => {
    expect(placeOf(stepLink("memory per pod+1/2"))).toEqual({ stepId: "memory per pod+1/2", run: null });
    expect(placeOf(roomLink({ runId: "a-1", line: 42 }))).toEqual({ stepId: null, run: { runId: "a-1", line: 42 } });
    expect(placeOf(roomLink({ runId: "a-1", line: null })).run).toEqual({ runId: "a-1", line: null });
  });

  it.each(["", "#", "#x=1", "#run="])("are none in %j", (hash) => {
    expect(placeOf(hash)).toEqual({ stepId: null, run: null });
  });

  it("have no line that cannot be", () => {
    expect(placeOf("#run=a&line=-1").run?.line).toBeNull();
    expect(placeOf("#run=a&line=x").run?.line).toBeNull();
  });
});
