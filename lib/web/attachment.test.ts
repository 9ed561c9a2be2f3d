import { describe, expect, it } from "vitest";
import { attachmentHeaders } from "./attachment";

const disposition = (name: string) => attachmentHeaders(name, 1)["content-disposition"];

describe("the headers of a download", () => {
  it("give the last part of the name, and no type that a browser opens", () => {
    expect(attachmentHeaders("d/heap.prof", 12)).toMatchObject({
      "content-type": "application/octet-stream",
      "content-length": "12",
      "content-disposition": `attachment; filename="heap.prof"; filename*=UTF-8''heap.prof`,
      "x-content-type-options": "nosniff",
    });
  });

  it.each([
    ['a"; x="b', `attachment; filename="a___x__b"; filename*=UTF-8''a%22%3B%20x%3D%22b`],
    ["a\r\nset-cookie: b", `attachment; filename="a__set-cookie__b"; filename*=UTF-8''a%0D%0Aset-cookie%3A%20b`],
    ["../../.bashrc", `attachment; filename="_bashrc"; filename*=UTF-8''.bashrc`],
    ["..", `attachment; filename="_"; filename*=UTF-8''..`],
    ["a\\..\\b.exe", `attachment; filename="b.exe"; filename*=UTF-8''b.exe`],
    ["größe.txt", `attachment; filename="gr__e.txt"; filename*=UTF-8''gr%C3%B6%C3%9Fe.txt`],
    ["\ud800.txt", `attachment; filename="_.txt"; filename*=UTF-8''%EF%BF%BD.txt`],
    ["", `attachment; filename="file"; filename*=UTF-8''`],
    ["it's(1)*", `attachment; filename="it_s_1__"; filename*=UTF-8''it%27s%281%29%2a`],
  ])("let %j end no header and leave no folder", (name, expected) => {
    expect(disposition(name)).toBe(expected);
  });

  it("stay short for a name of ten megabytes", () => {
    expect(disposition("é".repeat(10_000_000))?.length).toBeLessThan(1000);
    expect(disposition(`x${"😀".repeat(60)}`)).not.toContain("\ud83d");
  });
});
