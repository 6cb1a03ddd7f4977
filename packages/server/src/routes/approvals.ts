import { decideApproval, decisionOf, listApprovals, readDecision } from '../approvals.ts';
import { readJson } from '../http/body.ts';
import { jsonResponse } from '../http/responses.ts';
import { findSession } from '../http/session-id.ts';
import { nameOf } from './retention.ts';
import type { RouteCall } from './route.ts';

const BODY_BYTES = 64 * 1024;
const LONGEST_NAME = 200;

/** What waits for a decision. */
export async function approvalsRoute({ context: { storage, readers } }: RouteCall): Promise<Response> {
  return jsonResponse({ schemaVersion: 1, approvals: await readers.during(() => listApprovals(storage)) });
}

/** What was decided about one message: who records it may ask, and learns nothing else. */
export async function approvalRoute({ parameters: { id = '', approval = '' }, context: { storage } }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  return jsonResponse((await readDecision(storage, sessionId, approval)) ?? { decision: 'waiting' });
}

/** Decides about one message. Who decides is who shows the token; a program of this machine may say it. */
export async function decideRoute({ request, parameters: { id = '', approval = '' }, context: { storage, recordingOf }, grant }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  const { by, ...said } = decisionOf(await readJson(request, BODY_BYTES));
  const name = grant?.token ? nameOf(grant) : (by ?? nameOf(grant)).slice(0, LONGEST_NAME);
  return jsonResponse(await decideApproval(storage, { sessionId, approvalId: approval, ...said, by: name, guard: await recordingOf().guard() }));
}
