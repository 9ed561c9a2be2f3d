import { describe, expect, it } from "vitest";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import type { RunLimits } from "@/lib/core/shell/limits";
import { openFileChannel } from "./file-channel";
import { bareRequest, bundledSandbox } from "./testing/bundled-sandbox";

const sandbox = bundledSandbox();

async function run(
  script: string,
  act: (argv: readonly string[], io: CommandIo) => Promise<number>,
  limits?: Partial<RunLimits>,
) {
  const command: NativeCommand = { name: "kubectl", run: act };
  let output = "";
  const result = await sandbox.run({
    ...bareRequest,
    script,
    commands: [command],
    ...(limits && { limits }),
    onOutput: ({ text }) => {
      output += text;
    },
  });
  return { ...result, output };
}

/** Every byte there is, many times over: more than one message holds. */
const bytes = new Uint8Array(1_000_003).map((_zero, index) => (index * 7) % 256);

const copy = async ([from = "", to = ""]: readonly string[], io: CommandIo) => {
  const read = await io.readFile(from);
  if (read === null) {
    io.write("stdout", "no such file\n");
    return 1;
  }
  await io.writeFile(to, read);
  return 0;
};

describe("a native command and the files of its script", () => {
  it("reads and writes them from the script's directory, each byte as it is", async () => {
    const seen: Uint8Array[] = [];
    const { output, exitCode } = await run(
      "mkdir d\ncd d\nkubectl put\nwc -c < heap.prof\nkubectl get",
      async ([verb], io) => {
        if (verb === "put") {
          await io.writeFile("heap.prof", bytes);
          return 0;
        }
        seen.push((await io.readFile("/work/d/heap.prof")) ?? new Uint8Array());
        return 0;
      },
    );
    expect({ output: output.trim(), exitCode }).toEqual({ output: String(bytes.length), exitCode: 0 });
    expect(Buffer.from(seen[0] ?? []).equals(Buffer.from(bytes))).toBe(true);
  });

  it("says null for what is not there, and copies what is", async () => {
    expect(await run("echo é > a\nkubectl a sub/b\ncat sub/b\nkubectl none c", copy)).toMatchObject({
      output: "é\nno such file\n",
      exitCode: 1,
    });
  });

  it("prints bytes that are no text into a file and a pipe unchanged", async () => {
    const print = async (_argv: readonly string[], io: CommandIo) => {
      io.write("stdout", bytes.slice(0, 300_000));
      return 0;
    };
    const read: (Uint8Array | null)[] = [];
    const { output } = await run("kubectl print > f\nkubectl print | wc -c\nkubectl look", async (argv, io) => {
      if (argv[0] === "look") {
        read.push(await io.readFile("f"));
        return 0;
      }
      return print(argv, io);
    });
    expect(output.trim()).toBe("300000");
    expect(Buffer.from(read[0] ?? []).equals(Buffer.from(bytes.slice(0, 300_000)))).toBe(true);
  });

  it("joins characters that two pieces of live output share", async () => {
    const { output } = await run("kubectl print", async (_argv, io) => {
      for (const byte of Buffer.from("é€\n")) {
        io.write("stdout", Uint8Array.of(byte));
      }
      return 0;
    });
    expect(output).toBe("é€\n");
  });

  it.each([
    ["a folder", "/tmp", "Is a directory"],
    ["a name with a NUL", "a\0b", "no name of a file"],
    ["no name", "", "no name of a file"],
    ["a name of ten megabytes", "x".repeat(10_000_000), "File name too long"],
    ["a path of ten megabytes", "x/".repeat(5_000_000), "File name too long"],
  ])("refuses %s", async (_what, path, sentence) => {
    const write = await run("kubectl", async (_argv, io) => io.writeFile(path, bytes).then(() => 0));
    const read = await run("kubectl", async (_argv, io) => io.readFile(path).then(() => 0));
    expect(write).toMatchObject({ exitCode: 1, output: expect.stringContaining(sentence) });
    expect(read).toMatchObject({ exitCode: 1, output: expect.stringContaining(sentence) });
  });

  it("leads from ../../.. to the root of the memory, never to a file of the machine", async () => {
    const { output, exitCode } = await run(
      "kubectl ../../../etc/passwd /tmp/p; kubectl /proc/1/environ /tmp/e; ls /tmp",
      copy,
    );
    expect(output).toBe("no such file\nno such file\n");
    expect(exitCode).toBe(0);
  });

  it("holds one file, and all files together, to their limits", async () => {
    const put = async (_argv: readonly string[], io: CommandIo) => io.writeFile("f", bytes).then(() => 0);
    expect((await run("kubectl; ls", put, { fileBytes: 1000 })).output).toMatch(/^kubectl: f: .* up to 1000 bytes\n$/);
    expect((await run("kubectl; ls", put, { fileSystemBytes: 500_000 })).output).toMatch(/ENOSPC.*500000 bytes/);
    const grow = "for i in 1 2 3 4 5 6 7 8 9 10; do echo 0123456789 >> f; done\nkubectl f g";
    expect((await run(grow, copy, { fileBytes: 50 })).output).toMatch(/up to 50 bytes/);
  });

  it("does not mix what two runs write at once under one name", async () => {
    const write = async ([text = ""]: readonly string[], io: CommandIo) =>
      io.writeFile("f", Buffer.from(text)).then(() => 0);
    const both = await Promise.all(["one", "two"].map((name) => run(`kubectl ${name}; cat f`, write)));
    expect(both.map(({ output }) => output)).toEqual(["one", "two"]);
  });
});

describe("a child that lies", () => {
  const answer = { kind: "file-answer", problem: null } as const;

  it("cannot hold a reader for ever with pieces of nothing, nor flood it", async () => {
    const silent = openFileChannel(({ requestId }) => {
      silent.take({ ...answer, requestId, bytes: new Uint8Array(), size: 1e9 });
    }, 2e9);
    expect(await silent.read({ from: "/", path: "f" })).toEqual(new Uint8Array());
    const endless = openFileChannel(({ requestId }) => {
      endless.take({ ...answer, requestId, bytes: new Uint8Array(1000), size: 5000 });
      endless.take({ ...answer, requestId: requestId + 1, bytes: new Uint8Array(1000), size: 9 });
    }, 4000);
    await expect(endless.read({ from: "/", path: "f" })).rejects.toThrow("up to 4000 bytes");
  });

  it("that is gone ends who waits, and who asks afterwards", async () => {
    const dead = openFileChannel(() => undefined, 1000);
    const waits = dead.read({ from: "/", path: "f" });
    dead.close();
    await expect(waits).rejects.toThrow("the run is over");
    await expect(dead.write({ from: "/", path: "f" }, new Uint8Array())).rejects.toThrow("the run is over");
  });
});
