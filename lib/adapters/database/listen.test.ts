import { Client } from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { subscribe } from "./listen";
import { createTestDatabase, type TestDatabase } from "./testing/test-database";

const waiting = { timeout: 10_000, interval: 10 };
let own: TestDatabase;

beforeAll(async () => {
  own = await createTestDatabase();
});
afterAll(() => own.drop());

async function execute(statement: string): Promise<void> {
  const client = new Client({ connectionString: own.url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

function listenTo(channel: string) {
  const onPayload = vi.fn();
  const onGap = vi.fn();
  return { onPayload, onGap, subscription: subscribe({ url: own.url, channel, onPayload, onGap }) };
}

test("hears what is sent on its channel, and nothing else", async () => {
  const { onPayload, subscription } = listenTo("incident_events");
  await subscription.ready;
  await execute("select pg_notify('other', 'no'), pg_notify('incident_events', 'one')");
  await execute("notify incident_events, 'two'");
  await vi.waitFor(() => expect(onPayload.mock.calls).toEqual([["one"], ["two"]]), waiting);
  await subscription.close();
});

test("comes back after its connection is cut, and says that something may have been missed", async () => {
  const { onPayload, onGap, subscription } = listenTo("incident_events");
  await subscription.ready;
  expect(onGap).toHaveBeenCalledTimes(1);
  await execute("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %'");
  await vi.waitFor(() => expect(onGap).toHaveBeenCalledTimes(2), waiting);
  await execute("notify incident_events, 'after'");
  await vi.waitFor(() => expect(onPayload.mock.calls).toEqual([["after"]]), waiting);
  await subscription.close();
});

test("leaves no connection behind when closed", async () => {
  const { subscription } = listenTo("quiet");
  await subscription.ready;
  await subscription.close();
  await vi.waitFor(async () => {
    const left = await own.database.$queryRaw`select 1 from pg_stat_activity where query = 'listen "quiet"'`;
    expect(left).toEqual([]);
  }, waiting);
});
