import { expect, it } from "vitest";
import { phaseOf } from "./phases";
import type { Phase } from "./runbook";

const lines = { start: 1, end: 1 };

it.each<readonly [string, Phase | null, Phase]>([
  ["Informações Gerais", null, "reference"],
  ["Transacciones", null, "reference"],
  ["Fortschritte", null, "reference"],
  ["Nächste Schritte", null, "mitigation"],
  ["Ações", null, "mitigation"],
  ["Otimização de Índices", null, "mitigation"],
  ["Índice", null, "reference"],
  ["Pods pending / container creating", null, "reference"],
  ["Containment", null, "mitigation"],
  ["Manual Prune (Optional)", null, "reference"],
  ["Option B", null, "mitigation"],
  ["Dry-Run First (Optional)", null, "assessment"],
  ["Disk Cleanup (Dry-Run First)", null, "mitigation"],
  ["Postfix queue", null, "reference"],
  ["Slow Commands", "mitigation", "mitigation"],
  ["Useful Commands", null, "reference"],
  ["SEV-1 (Red Alert)", "reference", "reference"],
  ["Alerts", null, "detection"],
  ["Immediate (Within 1 Hour)", "follow-up", "follow-up"],
  ["Check the disk", "mitigation", "mitigation"],
])("%s below %s is of the phase %s", (title, around, phase) => {
  const parent = around === null ? null : ({ value: around, from: "inferred", because: "", lines } as const);
  expect(phaseOf(title, parent, lines).value).toBe(phase);
});
