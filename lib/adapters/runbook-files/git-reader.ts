import "server-only";
import path from "node:path";
import { type Commit, commitsOf, findGitFolder, headCommit } from "./git-history";
import type { FoundRunbook } from "./scan-folders";

type Commits = ReadonlyMap<string, Commit>;

export type GitReader = {
  /** The commits of files by full path, and what kept git from telling, as sentences. */
  read(files: readonly FoundRunbook[]): Promise<{ readonly commits: Commits; readonly problems: readonly string[] }>;
  /** Where git keeps the checkout of a folder that was read; null when it is none. */
  folderOf(folder: string): string | null;
};

/** Asks git which commit brought each file's content, whenever something changed since it was asked last. */
export function createGitReader(): GitReader {
  const gitFolders = new Map<string, string | null>();
  const answers = new Map<string, { readonly question: string; readonly commits: Commits }>();
  const ask = async (folder: string, files: readonly FoundRunbook[]): Promise<Commits> => {
    const wanted = files.map((file) => [file.path, file.gitBlob] as const);
    const question = JSON.stringify([await headCommit(folder), wanted]);
    const before = answers.get(folder);
    if (before?.question === question) {
      return before.commits;
    }
    const commits = await commitsOf(folder, new Map(wanted));
    answers.set(folder, { question, commits });
    return commits;
  };
  /** The commits of one folder's files; none for a folder that is no checkout. */
  const readFolder = async (folder: string, files: readonly FoundRunbook[]): Promise<Commits> => {
    const gitFolder = await findGitFolder(folder);
    gitFolders.set(folder, gitFolder);
    const found = gitFolder === null ? new Map<string, Commit>() : await ask(folder, files);
    return new Map([...found].map(([name, commit]) => [path.join(folder, name), commit]));
  };
  return {
    folderOf: (folder) => gitFolders.get(folder) ?? null,
    read: async (files) => {
      const folders = [...Map.groupBy(files, (file) => file.folder)];
      const answers = await Promise.allSettled(folders.map(([folder, inFolder]) => readFolder(folder, inFolder)));
      const problems = answers.flatMap((answer, index) =>
        answer.status === "fulfilled"
          ? []
          : `${folders[index]?.[0]} is a git checkout, but git does not say its commits (${reasonOf(answer.reason)}).`,
      );
      const found = answers.flatMap((answer) => (answer.status === "fulfilled" ? [...answer.value] : []));
      return { commits: new Map(found), problems };
    },
  };
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
