import { describe, expect, it } from "vitest";
import { splitCommand } from "./global-flags";

describe("another identity", () => {
  it.each([
    "get pods --as root",
    "--as=root get pods",
    "auth whoami --as root",
    "auth whoami can-i --as root",
    "delete pod auth can-i --as-group system:masters",
    "auth can-i get pods --token x",
    "auth can-i get pods --as-user-extra a=b",
    "get pods -As http://elsewhere",
    "get pods -Ashttp://elsewhere",
  ])("is refused: %s", (line) => {
    expect(() => splitCommand(line.split(" "))).toThrow("a run uses the server and the identity that it was given");
  });

  it.each(["auth can-i get pods --as root", "auth --as=root can-i --list", "--as-group g auth can-i get pods"])(
    "may be asked about: %s",
    (line) => {
      expect(splitCommand(line.split(" "))).toMatchObject({ verb: "auth" });
    },
  );
});
