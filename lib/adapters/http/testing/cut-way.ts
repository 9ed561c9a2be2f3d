import { once } from "node:events";
import net from "node:net";

/** A way to a server that can be cut. */
export type CutWay = {
  readonly port: number;
  /** How many bytes were sent to the server. */
  sent(): number;
  /** Both sides hear of the end at once, and nobody gets through any more. */
  breakOff(how: "reset" | "end"): void;
  /** The connections that are open now end; new ones get through. */
  drop(): void;
  /** Everything stays open, new connections too, and nothing comes through: a server that hangs. */
  hang(): void;
  close(): void;
};

export async function cutWay(to: net.NetConnectOpts): Promise<CutWay> {
  const pairs = new Set<{ readonly near: net.Socket; readonly far: net.Socket }>();
  let sent = 0;
  let isHanging = false;
  let isOpen = true;
  const server = net.createServer({ allowHalfOpen: true }, (near) => {
    const far = net.connect({ ...to, allowHalfOpen: true });
    const pair = { near, far };
    pairs.add(pair);
    for (const socket of [near, far]) {
      // Cutting is what this is for.
      socket.on("error", () => undefined);
    }
    near.on("close", () => far.destroy());
    near.on("data", (bytes) => {
      sent += bytes.length;
    });
    if (!isOpen) {
      near.destroy();
    } else if (!isHanging) {
      near.pipe(far).pipe(near);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  const drop = (how: "reset" | "end") => {
    for (const { near, far } of pairs) {
      far.destroy();
      if (how === "reset") {
        near.resetAndDestroy();
      } else {
        near.end();
      }
    }
    pairs.clear();
  };
  return {
    port: bound !== null && typeof bound === "object" ? bound.port : 0,
    sent: () => sent,
    breakOff: (how) => {
      isOpen = false;
      drop(how);
    },
    drop: () => drop("reset"),
    hang: () => {
      isHanging = true;
      for (const { near, far } of pairs) {
        near.unpipe(far);
        far.unpipe(near);
      }
    },
    close: () => {
      isOpen = false;
      drop("reset");
      server.close();
    },
  };
}
