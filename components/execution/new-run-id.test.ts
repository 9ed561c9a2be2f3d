import { expect, it } from "vitest";
import { z } from "zod";
import { newRunId } from "./new-run-id";

it("makes ids that the server takes for random UUIDs, each another", () => {
  const ids = Array.from({ length: 50 }, newRunId);
  expect(ids.every((id) => z.uuidv4().safeParse(id).success)).toBe(true);
  expect(new Set(ids).size).toBe(50);
});
