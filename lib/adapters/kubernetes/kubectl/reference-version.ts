import "server-only";
import { arch, platform } from "node:os";

const architectures: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };

/** The release whose output this kubectl gives: the one that it is compared with. */
export const referenceVersion = {
  major: "1",
  minor: "36",
  gitVersion: "v1.36.4",
  gitCommit: "bb826b1d48562f110659e64e8ec444327433db95",
  gitTreeState: "clean",
  buildDate: "2026-09-29T20:03:31Z",
  goVersion: "go1.27.1",
  compiler: "gc",
  platform: `${platform()}/${architectures[arch()] ?? arch()}`,
} as const;

export const referenceKustomize = "v5.8.1";
