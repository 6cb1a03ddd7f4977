import type { Entry } from './entry.ts';
import { dataOf } from './read-data.ts';
import type { Step } from './types.ts';

const TEXTS = ['by', 'reason', 'approver', 'rule', 'message', 'direction', 'identity', 'task', 'approvalId'];

/**
 * What is known of the leave that a call needed: the last decision, and what it was asked by.
 *
 * @param over - Whether the session is over, so that nobody can still decide.
 */
export function permissionOf(asked: Entry | undefined, decided: Entry | undefined, over: boolean): Step['permission'] {
  if (!asked && !decided) return undefined;
  const data = { ...(asked && dataOf(asked.record)), ...(decided && dataOf(decided.record)) };
  const { decision, expired, expiresAt } = data;
  const isOpen = !decided && data['approvalId'] !== undefined; // a harness that asks may go on without saying so
  const isKnown = decision === 'allowed' || decision === 'denied';
  const state = expired === true || (isOpen && over) ? 'expired' : isOpen ? 'waiting' : decision === 'allowed' ? 'approved' : isKnown ? 'denied' : undefined;
  return {
    ...Object.fromEntries(TEXTS.map((name) => [name, data[name]]).filter(([, text]) => typeof text === 'string')),
    ...(isKnown && { decision }), ...(state && { state }), ...(isOpen && typeof expiresAt === 'number' && { expiresAt }),
  };
}
