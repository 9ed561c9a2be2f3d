/** Sent with everything; pages get their Content-Security-Policy in proxy.ts. */
const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
];
const apiPolicy = { key: "Content-Security-Policy", value: "default-src 'none'; frame-ancestors 'none'" };

/** @type {import("next").NextConfig} */
const config = {
  typedRoutes: true,
  poweredByHeader: false,
  reactStrictMode: true,
  // scripts/verify.mjs checks all types, those of tests and scripts too, which are no part of a build.
  typescript: { ignoreBuildErrors: true },
  // Native code, WebAssembly, files read at run time, or state that must exist once in a process.
  serverExternalPackages: ["@prisma/adapter-pg", "@prisma/client", "dockerode", "just-bash", "pg", "ssh2", "ws"],
  headers: async () => [
    { source: "/:path*", headers: securityHeaders },
    { source: "/api/:path*", headers: [apiPolicy] },
  ],
};

export default config;
