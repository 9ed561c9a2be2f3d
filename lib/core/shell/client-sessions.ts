import { opensRedisSession } from "./risk/program-risk";

/** Programs that wait for somebody to type, unless one of these words tells them what to do. */
const clients: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    "psql pgcli": /(?:^|\s)(?:-\w*[cflV]|--(?:command|file|list|version|help)\b)|[<|]/,
    "mysql mariadb": /(?:^|\s)(?:-\w*[eV]|--(?:execute|version|help)\b)|[<|]/,
    "mongo mongosh": /--(?:eval|version|help|file)\b|\.js\b|[<|]/,
    cqlsh: /(?:^|\s)(?:-[ef]|--(?:execute|file|version)\b)|[<|]/,
    "clickhouse-client": /(?:^|\s)(?:-q|--(?:query|queries-file|version)\b)|[<|]/,
    sqlite3: /["'<|]/,
    vtysh: /(?:^|\s)-c\b|[<|]/,
    "rails bin/rails gitlab-rails": /\s(?!(?:console|c|db|dbconsole)\b)\w+|[<|]/,
    "irb iex ghci python python3 ipython birdc sqlplus kadmin.local cypher-shell": /\s[^-]|(?:^|\s)-[cemV]|[<|]/,
    cockroach: /^(?!\s+sql\b)|(?:^|\s)-[ef]\b|--(?:execute|file)\b|[<|]/,
    "telnet ftp sftp lftp": /(?:^|\s)-[be]\b|[<|]/,
    "fdisk gdisk parted": /(?:^|\s)-\w|\s(?:mklabel|mkpart|print|rm|resizepart)\b|[<|]/,
    "zkCli.sh zookeeper-shell zookeeper-shell.sh": /\s(?:ls|get|set|create|delete|stat|deleteall|rmr)\b|[<|]/,
  }).flatMap(([programs, told]) => programs.split(" ").map((program) => [program, told] as const)),
);

/** Programs in which a file is changed by hand. */
const editor =
  /^(?:vi|vim|nvim|nano|emacs|pico|visudo|crontab\s+(?:-u\s+\S+\s+)?-e|sudoedit|(?:kubectl|oc)\s+(?:-n\s+\S+\s+)?edit|systemctl\s+edit)(?=\s|$)/;

/** What stands before a program that is started inside of something: a container, another user, variables. */
const around =
  /^(?:sudo\s+(?:-\w+\s+(?:[a-z]+\s+)?)*|(?:kubectl|oc)\s+(?:-n\s+\S+\s+)?exec\s.*?\s--\s+|docker(?:\s+|-)(?:compose\s+)?exec\s+(?:-\S+\s+)*\S+\s+|\w+=\S*\s+)+/;

export type Session = {
  /** The program that is typed into. */
  readonly program: string;
  readonly isEditor: boolean;
};

/** The session that a line of shell opens and does not end: what follows is typed into it. Null when it opens none. */
export function sessionOf(line: string): Session | null {
  const command = line
    .trim()
    .replace(/\s+#\s.*$/, "")
    .replace(around, "");
  const [edits] = editor.exec(command) ?? [];
  if (edits !== undefined) {
    return { program: edits, isEditor: true };
  }
  const [first = "", ...words] = command.split(/\s+/);
  const program = first.slice(first.lastIndexOf("/") + 1);
  if (program === "redis-cli" || program === "valkey-cli") {
    return opensRedisSession(words) && !/[<|]/.test(command) ? { program, isEditor: false } : null;
  }
  const told = clients.get(first) ?? clients.get(program);
  return told === undefined || told.test(command.slice(first.length)) ? null : { program, isEditor: false };
}

const mentioned =
  /\b(?:psql|pgcli|cockroach|mysql|mariadb|mongo(?:sh)?|cqlsh|clickhouse-client|sqlite3|vtysh|rails|irb|iex|ghci|python3?|ipython|birdc|sqlplus|kadmin\.local|cypher-shell|telnet|s?ftp|lftp|g?(?:fdisk|disk)|parted|zkCli\.sh|zookeeper-shell|(?:redis|valkey)-cli|n?vim?|nano|emacs|pico|visudo|crontab|sudoedit|edit)\b/;

/** A quick look: most scripts open no session. */
export function mayOpenSession(script: string): boolean {
  return mentioned.test(script);
}

/** What leaves a session. */
export function endsSession(line: string): boolean {
  return /^\s*(?:\\q|(?:exit|quit|q|bye)(?:\(\))?|:wq?!?|\.exit|\.quit|disconnect|\^\]|Ctrl[+-][A-Z])\s*;?\s*$/i.test(
    line,
  );
}
