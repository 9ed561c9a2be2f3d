import { once } from "node:events";
import { createServer } from "node:net";
import process from "node:process";

/** PORT, or 3000; exits with one line when it is no port. */
export function wantedPort() {
  const port = Number(process.env["PORT"] || "3000");
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`PORT=${process.env["PORT"]} is not a port: use a number from 1 to 65535.`);
  }
  return port;
}

/** Throws one sentence when something listens there already. @param {number} port @param {string} host @param {string} command */
export async function refuseBusyPort(port, host, command) {
  const probe = createServer();
  probe.listen(port, host);
  try {
    await once(probe, "listening");
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code;
    throw code === "EADDRINUSE"
      ? new Error(`Port ${port} is in use by another program. Choose another: PORT=${port + 1} ${command}`)
      : new Error(`Port ${port} on ${host} cannot be opened (${code}).`);
  }
  probe.close();
  await once(probe, "close");
}
