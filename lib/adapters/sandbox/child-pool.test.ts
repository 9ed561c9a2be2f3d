import type { ChildProcess } from "node:child_process";
import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { createChildPool } from "./child-pool";

/** Children that come up, or end, when the test says so. */
function nursery(warm: number) {
  const begun: (EventEmitter & { killed: boolean })[] = [];
  const start = () => {
    const child = Object.assign(new EventEmitter(), {
      killed: false,
      exitCode: null as number | null,
      signalCode: null,
      kill: () => {
        child.killed = true;
        return true;
      },
    });
    begun.push(child);
    return child as unknown as ChildProcess;
  };
  const pool = createChildPool({ start, warm });
  return { pool, begun, up: (index: number) => begun[index]?.emit("message", { kind: "ready" }) };
}

const never = new AbortController().signal;

describe("the pool of sandbox children", () => {
  it("starts two at once, however many are wanted, and serves in order", async () => {
    const { pool, begun, up } = nursery(0);
    const served: number[] = [];
    const takes = Array.from({ length: 50 }, (_, index) => pool.take(never).then(() => served.push(index)));
    expect(begun.length).toBe(2);
    for (let index = 0; index < 50; index += 1) {
      up(index);
      expect(begun.length).toBe(Math.min(50, index + 3));
    }
    await Promise.all(takes);
    expect(served).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });

  it("keeps children waiting, and replaces one when it is told to", async () => {
    const { pool, begun, up } = nursery(2);
    pool.refill();
    up(0);
    up(1);
    expect(await pool.take(never)).toBe(begun[0]);
    expect(begun.length).toBe(2);
    pool.refill();
    expect(begun.length).toBe(3);
  });

  it("passes over one that died while it waited", async () => {
    const { pool, begun, up } = nursery(2);
    pool.refill();
    up(0);
    up(1);
    Object.assign(begun[0] ?? {}, { exitCode: 1 });
    expect(await pool.take(never)).toBe(begun[1]);
  });

  it("lets a run go that is cancelled before its child is up, and gives the child to the next", async () => {
    const { pool, begun, up } = nursery(0);
    const leaving = new AbortController();
    const [left, stayed] = [pool.take(leaving.signal), pool.take(never)];
    leaving.abort();
    expect(await left).toBeNull();
    up(0);
    expect(await stayed).toBe(begun[0]);
  });

  it("tells the run whose child does not come up, and starts anew for the one after", async () => {
    const { pool, begun, up } = nursery(1);
    const [first, second] = [pool.take(never), pool.take(never)];
    begun[0]?.emit("exit", 1);
    expect(await first).toBeNull();
    up(1);
    expect(await second).toBe(begun[1]);
    expect(begun[0]?.killed).toBe(true);
  });

  it("ends whom it keeps, and takes nobody in, once it is closed", async () => {
    const { pool, begun, up } = nursery(2);
    pool.refill();
    up(0);
    const [kept, late] = [await pool.take(never), pool.take(never)];
    pool.close();
    expect(await late).toBeNull();
    expect(await pool.take(never)).toBeNull();
    expect(kept).toBe(begun[0]);
    expect(begun.map(({ killed }) => killed)).toEqual([false, true]);
  });
});
