"use server";

import { mayCommand, mayOperate } from "@/lib/core/kernel/policy";
import { runbookPolicy } from "@/lib/features/runbook/runtime";
import { defineAction } from "@/lib/web/action";
import { acknowledgeIncident } from "./mutations/acknowledge-incident";
import { addNote } from "./mutations/add-note";
import { assignRole } from "./mutations/assign-role";
import { changeSeverity } from "./mutations/change-severity";
import { closeIncident } from "./mutations/close-incident";
import { correctNote } from "./mutations/correct-note";
import { mitigateIncident } from "./mutations/mitigate-incident";
import { moveToRevision } from "./mutations/move-to-revision";
import { pinRunbook } from "./mutations/pin-runbook";
import { releaseRole } from "./mutations/release-role";
import { reopenIncident } from "./mutations/reopen-incident";
import { resolveIncident } from "./mutations/resolve-incident";
import { setParameter } from "./mutations/set-parameter";
import { setVisibility } from "./mutations/set-visibility";
import { declareByHand } from "./runtime";
import {
  addNoteInput,
  assignRoleInput,
  changeSeverityInput,
  correctNoteInput,
  declareIncidentInput,
  incidentInput,
  moveToRevisionInput,
  pinRunbookInput,
  reopenIncidentInput,
  resolveIncidentInput,
  setParameterInput,
  setVisibilityInput,
} from "./schema";

export const declareIncidentAction = defineAction({
  name: "incident.declare",
  input: declareIncidentInput,
  may: mayOperate,
  run: ({ scope, input }) => declareByHand(scope, input),
});

export const acknowledgeIncidentAction = defineAction({
  name: "incident.acknowledge",
  input: incidentInput,
  may: mayOperate,
  run: ({ scope, input }) => acknowledgeIncident(scope, input.incidentId),
});

export const mitigateIncidentAction = defineAction({
  name: "incident.mitigate",
  input: incidentInput,
  may: mayOperate,
  run: ({ scope, input }) => mitigateIncident(scope, input.incidentId),
});

export const resolveIncidentAction = defineAction({
  name: "incident.resolve",
  input: resolveIncidentInput,
  may: mayOperate,
  run: ({ scope, input }) => resolveIncident(scope, input),
});

export const reopenIncidentAction = defineAction({
  name: "incident.reopen",
  input: reopenIncidentInput,
  may: mayOperate,
  run: ({ scope, input }) => reopenIncident(scope, input),
});

export const closeIncidentAction = defineAction({
  name: "incident.close",
  input: incidentInput,
  may: mayCommand,
  run: ({ scope, input }) => closeIncident(scope, input.incidentId),
});

export const changeSeverityAction = defineAction({
  name: "incident.change-severity",
  input: changeSeverityInput,
  may: mayOperate,
  run: ({ scope, input }) => changeSeverity(scope, input),
});

export const pinRunbookAction = defineAction({
  name: "incident.pin-runbook",
  input: pinRunbookInput,
  may: mayOperate,
  run: ({ scope, input }) => pinRunbook(scope, { ...input, policy: runbookPolicy() }),
});

export const moveToRevisionAction = defineAction({
  name: "incident.move-to-revision",
  input: moveToRevisionInput,
  may: mayOperate,
  run: ({ scope, input }) => moveToRevision(scope, { ...input, policy: runbookPolicy() }),
});

export const assignRoleAction = defineAction({
  name: "incident.assign-role",
  input: assignRoleInput,
  may: mayOperate,
  run: ({ scope, input }) => assignRole(scope, input),
});

export const releaseRoleAction = defineAction({
  name: "incident.release-role",
  input: assignRoleInput,
  may: mayOperate,
  run: ({ scope, input }) => releaseRole(scope, input),
});

export const setVisibilityAction = defineAction({
  name: "incident.set-visibility",
  input: setVisibilityInput,
  may: mayCommand,
  run: ({ scope, input }) => setVisibility(scope, input),
});

export const addNoteAction = defineAction({
  name: "incident.add-note",
  input: addNoteInput,
  may: mayOperate,
  run: ({ scope, input }) => addNote(scope, input),
});

export const correctNoteAction = defineAction({
  name: "incident.correct-note",
  input: correctNoteInput,
  may: mayOperate,
  run: ({ scope, input }) => correctNote(scope, input),
});

export const setParameterAction = defineAction({
  name: "incident.set-parameter",
  input: setParameterInput,
  may: mayOperate,
  run: ({ scope, input }) => setParameter(scope, input),
});
