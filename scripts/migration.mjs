// Authors migrations from prisma/schema.prisma without Prisma's native engine, on a throw-away embedded Postgres.
//   node scripts/migration.mjs <name>    writes prisma/migrations/<time>_<name>/migration.sql
//   node scripts/migration.mjs --check   fails when the migrations and the schema differ
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";

const SCHEMA = "prisma/schema.prisma";
const MIGRATIONS = "prisma/migrations";
/** Type numbers of Postgres' catalogue. */
const CHAR = 18;
const CHAR_ARRAY = 1002;
const FLAGS = ["--conditions=react-server", "--import", "./scripts/typescript.mjs"];

/** The SQL that leads from the migrations to the schema, or null when they agree. */
async function difference() {
  const [{ startEmbeddedPostgres }, { migrate }, { createLog }] = await Promise.all([
    import("../lib/adapters/database/embedded.ts"),
    import("../lib/adapters/database/migrate.ts"),
    import("../lib/adapters/log/log.ts"),
  ]);
  const log = createLog({
    level: "warn",
    style: "pretty",
    write: (line) => process.stderr.write(line),
    now: () => new Date(),
  });
  const folder = mkdtempSync(path.join(tmpdir(), "headroom-migration-"));
  const postgres = await startEmbeddedPostgres({ folder, nodeModules: path.resolve("node_modules"), log });
  try {
    mkdirSync(MIGRATIONS, { recursive: true });
    await migrate({ url: postgres.url, folder: MIGRATIONS, log });
    return await diffAgainstSchema(postgres.url);
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The engine reads Postgres' internal type "char", which the adapter does not know: pass it off as an array of that
 * type on the way in, and name the column's type rightly on the way out.
 */
class CataloguePool extends pg.Pool {
  /** @override @param {any[]} words @returns {Promise<any>} */
  async query(...words) {
    const result = await Reflect.apply(super.query, this, words);
    for (const field of result.fields) {
      field.dataTypeID = field.dataTypeID === CHAR ? CHAR_ARRAY : field.dataTypeID;
    }
    return result;
  }
}

class CatalogueAdapter extends PrismaPg {
  /** @override */
  async connect() {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const { columnTypes, ...result } = await queryRaw(query);
      const { CharacterArray, Character } = ColumnTypeEnum;
      return { ...result, columnTypes: columnTypes.map((type) => (type === CharacterArray ? Character : type)) };
    };
    return adapter;
  }
}

/** @param {string} url */
async function diffAgainstSchema(url) {
  const { SchemaEngine } = await loadEngine();
  const file = { path: path.resolve(SCHEMA), content: readFileSync(SCHEMA, "utf8") };
  const pool = new CataloguePool({ connectionString: url });
  const adapter = bindMigrationAwareSqlAdapterFactory(new CatalogueAdapter(pool));
  const engine = await SchemaEngine.new({ datamodels: [[file.path, file.content]] }, () => undefined, adapter);
  const { exitCode, stdout } = await engine.diff({
    from: { tag: "schemaDatasource", files: [file], configDir: path.resolve(".") },
    to: { tag: "schemaDatamodel", files: [file] },
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  });
  await pool.end();
  return exitCode === 2 ? String(stdout) : null;
}

/** The package's own entry expects a bundler; this is what a bundler would do. */
async function loadEngine() {
  const bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const wasm = new URL("schema_engine_bg.wasm", import.meta.resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
  const module = new WebAssembly.Module(readFileSync(wasm));
  const { exports } = new WebAssembly.Instance(module, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(exports);
  /** @type {() => void} */ (exports["__wbindgen_start"])();
  return bindings;
}

/** @param {string} name @param {string} sql */
function write(name, sql) {
  const time = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
  const folder = path.join(MIGRATIONS, `${time}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "migration.sql"), `${sql.trim()}\n`);
  writeFileSync(path.join(MIGRATIONS, "migration_lock.toml"), 'provider = "postgresql"\n');
  console.log(`${folder}/migration.sql`);
}

async function main() {
  const name = process.argv[2] ?? "";
  if (name !== "--check" && !/^[a-z0-9_]+$/.test(name)) {
    console.error("usage: node scripts/migration.mjs <name_of_the_change> | --check");
    return 2;
  }
  const sql = await difference();
  if (name === "--check") {
    if (sql !== null) {
      console.error(`prisma/schema.prisma and prisma/migrations differ:\n${sql}`);
    }
    return sql === null ? 0 : 1;
  }
  if (sql === null) {
    console.log("nothing to do: the migrations already make the schema");
  } else {
    write(name, sql);
  }
  return 0;
}

if (process.execArgv.includes("--conditions=react-server")) {
  process.exitCode = await main();
} else {
  const again = spawnSync(process.execPath, [...FLAGS, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  process.exitCode = again.status ?? 1;
}
