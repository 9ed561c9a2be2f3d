import { describe, expect, it } from "vitest";
import { lookAfter, plainLook, plainText, spansOf } from "./ansi";

const ESC = "\u001B";

describe("terminal colours", () => {
  it("keeps colours and drops the other sequences", () => {
    expect(spansOf(`${ESC}[K${ESC}[1;31mOOMKilled${ESC}[0m 137${ESC}[?25l`)).toEqual([
      { text: "OOMKilled", look: { isBold: true, colour: 1 } },
      { text: " 137", look: {} },
    ]);
  });

  it("reads 256 colours, true colours, and the form with colons", () => {
    expect(lookAfter(plainLook, "38;5;208")).toEqual({ colour: "rgb(255 135 0)" });
    expect(lookAfter(plainLook, "38;5;9")).toEqual({ colour: 9 });
    expect(lookAfter(plainLook, "48;5;232")).toEqual({ background: "rgb(8 8 8)" });
    expect(lookAfter(plainLook, "38;2;1;2;3;1")).toEqual({ colour: "rgb(1 2 3)", isBold: true });
    expect(lookAfter(plainLook, "38:2::10:20:30")).toEqual({ colour: "rgb(10 20 30)" });
    expect(lookAfter(plainLook, "38:5:196")).toEqual({ colour: "rgb(255 0 0)" });
  });

  it("takes back one property and leaves the others", () => {
    expect(lookAfter({ colour: 1, background: 4, isBold: true }, "39;22")).toEqual({
      background: 4,
      isBold: false,
      isFaint: false,
    });
    expect(lookAfter({ colour: 1 }, "")).toEqual({});
  });

  it("lets no number become CSS that is not a colour", () => {
    expect(lookAfter(plainLook, "38;2;300;-1;x")).toEqual({});
    expect(lookAfter(plainLook, "38;5;999")).toEqual({});
    expect(lookAfter(plainLook, "38;2;1")).toEqual({});
  });

  it("keeps markup as text", () => {
    expect(spansOf("<img src=x onerror=alert(1)>")).toEqual([{ text: "<img src=x onerror=alert(1)>", look: {} }]);
  });

  it("drops titles, links and control characters", () => {
    expect(plainText(`${ESC}]0;title\u0007${ESC}]8;;https://x${ESC}\\name${ESC}]8;;${ESC}\\\u0007!`)).toBe("name!");
  });

  it("shows a progress line as it ends", () => {
    expect(plainText("10%\r50%\r100%\r")).toBe("100%");
  });

  it("puts tabs at every eighth column", () => {
    expect(plainText("ab\tc\t12345678\td")).toBe("ab      c       12345678        d");
  });
});
