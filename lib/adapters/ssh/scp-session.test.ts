import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Connection, Server, type SFTPWrapper, utils } from "ssh2";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { bareGrant } from "@/lib/core/shell/testing/bare-grant";
import { listedSshHosts } from "./find-host";
import { knownHostsLine } from "./known-hosts";
import { scpCommand } from "./scp";

const folder = mkdtempSync(path.join(tmpdir(), "headroom-scp-session-"));
const hostKey = utils.generateKeyPairSync("ed25519");
const files = { knownHosts: path.join(folder, "known_hosts"), privateKey: path.join(folder, "key") };

/** A host that takes a file or gives one, and whose connection goes at the first piece of it. */
const server = new Server({ hostKeys: [hostKey.private] }, (connection) => {
  connection.on("authentication", (context) => context.accept());
  connection.on("session", (accept) => {
    accept().on("sftp", (acceptSftp) => dropAtFirstPiece(acceptSftp(), connection));
  });
  connection.on("error", () => undefined);
});

function dropAtFirstPiece(sftp: SFTPWrapper, connection: Connection): void {
  const attributes = { mode: 0o100644, uid: 0, gid: 0, size: 4, atime: 0, mtime: 0 };
  sftp.on("STAT", (id) => sftp.attrs(id, attributes));
  sftp.on("FSTAT", (id) => sftp.attrs(id, attributes));
  sftp.on("FSETSTAT", (id) => sftp.status(id, utils.sftp.STATUS_CODE.OK));
  sftp.on("OPEN", (id) => sftp.handle(id, Buffer.from("1")));
  sftp.on("WRITE", () => connection.end());
  sftp.on("READ", () => connection.end());
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const key = utils.parseKey(hostKey.public);
  if (key instanceof Error) {
    throw key;
  }
  writeFileSync(files.privateKey, utils.generateKeyPairSync("ed25519").private);
  writeFileSync(files.knownHosts, `${knownHostsLine({ address: "127.0.0.1", port: port() }, key.getPublicSSH())}\n`);
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function port(): number {
  return (server.address() as AddressInfo).port;
}

it.each([
  ["an upload", ["note.txt", "web-1:/tmp/note.txt"]],
  ["a download", ["web-1:/tmp/note.txt", "."]],
])("%s ends when its connection goes", async (_what, argv) => {
  const host = { name: "web-1", address: "127.0.0.1", port: port(), user: "root", privateKey: files.privateKey };
  const outcome = { exitCode: null as number | null, stderr: "" };
  const find = listedSshHosts({ knownHosts: files.knownHosts, hosts: [host] });
  const running = scpCommand(find).run(argv, {
    stdin: "",
    env: {},
    grant: {
      ...bareGrant,
      ceiling: "change",
      execs: "any",
      endpoints: "any",
    },
    signal: new AbortController().signal,
    write: (_stream, chunk) => {
      outcome.stderr += String(chunk);
    },
    readFile: async () => Buffer.from("kept"),
    writeFile: async () => undefined,
  });
  void running.then((exitCode) => {
    outcome.exitCode = exitCode;
  });
  await vi.waitFor(() => expect(outcome.exitCode).not.toBeNull(), 20_000);
  expect(outcome).toEqual({ exitCode: 255, stderr: "ssh: the connection was lost\nscp: Connection closed\n" });
});
