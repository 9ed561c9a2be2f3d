import { expect, it } from "vitest";
import { analyseScript } from "./analyse-script";

it("fills a word with what the script sets", () => {
  const { commands } = analyseScript('D=/var/lib/app; E=$D/old; rm -rf "$E"/*');
  expect(commands.at(-1)?.written).toEqual(["-rf", "/var/lib/app/old/*"]);
});

it("values that double do not grow for ever", () => {
  const lines = Array.from({ length: 60 }, (_, at) => `a${at + 1}=$a${at}$a${at}`);
  const { commands } = analyseScript(`a0=xx\n${lines.join("\n")}\necho ${"$a60".repeat(1_000)}`);
  expect(commands.at(-1)?.written.join("").length).toBeLessThan(20_000);
});
