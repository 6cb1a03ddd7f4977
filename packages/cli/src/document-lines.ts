import { disagreementText, type ReviewedSession, type SessionDocument, type StepDocument, type TurnHead } from '@playhead/replay-core';
import type { SessionRetention } from '@playhead/replay-core/retention';
import { isJsonObject, sessionDurationUs } from '@playhead/protocol';
import { durationText } from './duration-text.ts';
import { endLines, iterationLines } from './iteration-lines.ts';
import { plain, sizeText } from './plain-text.ts';

const DAY_US = 86_400_000_000;
const PROTECTIONS: Readonly<Record<string, string>> = {
  same_user: 'as the agent\'s user, who could change it', other_user: 'as another user than the agent\'s', append_only: 'on a server, by a token that can only add',
};
const MARKS: Readonly<Record<StepDocument['status'], string>> = { ok: '✓', failed: '✗', denied: '⊘', interrupted: '■', running: '…' };

/** A recording for people, or a turn of it: its turns, and each step with its status. */
export function documentLines({ session, retention, turns, iterations, finalOutput, part }: SessionDocument & { readonly part?: { readonly turn: number; readonly of: number } }): readonly string[] {
  const body = turns.flatMap((turn, index) => [
    '',
    `${part?.turn ?? index + 1}. ${turn.prompt ? plain(turn.prompt.text, 100) : 'before the first prompt'}`,
    ...turn.steps.map(stepLine),
    ...(turn.response === undefined ? [] : [`   → ${plain(turn.response, 200)}`]),
  ]);
  return [`${headLine(session)}${part ? `, turn ${part.turn} of ${part.of}` : ''}`, ...(part ? [] : [...factLines(session), ...retentionLines(retention)]), ...body, ...iterationLines({ iterations }), ...endLines({ session }), ...(finalOutput ? ['', `Final output: ${plain(finalOutput.title ?? finalOutput.content, 200)}`] : [])];
}

/** The turns of a recording for people. */
export function turnLines(session: ReviewedSession, turns: readonly TurnHead[]): readonly string[] {
  return [headLine(session), '', ...turns.map(({ number, title, steps, failed, outcome, durationUs }) => {
    const told = [`${steps} ${steps === 1 ? 'step' : 'steps'}`, ...(failed > 0 ? [`${failed} failed`] : []), ...(outcome ? [outcome] : []), ...(durationUs === undefined ? [] : [seconds(durationUs)])];
    return `${number}. ${title === undefined ? 'before the first prompt' : plain(title, 100)}  (${told.join(', ')})`;
  })];
}

/** What is known of a session besides its turns, as far as it is. */
function factLines(session: ReviewedSession): readonly string[] {
  // Recorded headers are untrusted: a field may be of another type than it says.
  const { sessionId, project, agentName, harness, harnessVersion, identity, task, tags, startedAt, bytes, terminals, cwd, git, capture }: { readonly [Key in keyof ReviewedSession]: unknown } = session;
  const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? plain(value, 300) : undefined);
  const fieldOf = (value: unknown, name: string): string | undefined => (isJsonObject(value) ? text(value[name]) : undefined);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['id', text(sessionId)], ['project', text(project)], ['agent', [text(agentName), text(harness), text(harnessVersion)].filter((part) => part !== undefined).join(', ')],
    ['identity', fieldOf(identity, 'subject')], ['task', [...new Set([fieldOf(task, 'id'), fieldOf(task, 'title')])].filter((part) => part !== undefined).join(' ')],
    ['tags', Array.isArray(tags) ? plain(tags.join(', '), 300) : undefined],
    ['started', typeof startedAt === 'number' && startedAt > 0 ? secondText(startedAt) : undefined], ['took', durationText(sessionDurationUs(session))],
    ['size', typeof bytes === 'number' ? sizeText(bytes) : undefined], ['terminals', typeof terminals === 'number' ? String(terminals) : undefined], ['folder', text(cwd)], ['branch', fieldOf(git, 'branch')],
    ['recorded', protectionText(fieldOf(capture, 'protection'))],
  ];
  return session.dropped ? [] : facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [factLine(name, value)]));
}

/** What keeps the agent from its recording. */
function protectionText(protection: string | undefined): string | undefined {
  return protection !== undefined && Object.hasOwn(PROTECTIONS, protection) ? PROTECTIONS[protection] : protection;
}

/** Who pinned it, and how long it is kept whatever the policy says. */
function retentionLines({ pinned, keepUntil, keepDays }: SessionRetention): readonly string[] {
  return [
    ...(pinned ? [factLine('pinned', `by ${plain(pinned.author, 60)}${pinned.reason === undefined ? '' : ` (${plain(pinned.reason, 200)})`}`)] : []),
    ...(keepUntil !== undefined ? [factLine('kept', `until ${secondText(keepUntil)}`)] : keepDays === undefined ? [] : [factLine('kept', `${durationText(keepDays * DAY_US)} after its last record`)]),
  ];
}

function factLine(name: string, value: string): string {
  return `  ${name.padEnd(11)} ${value}`;
}

function secondText(at: number): string {
  return new Date(at / 1000).toISOString().slice(0, 19).replace('T', ' ');
}

function headLine(session: ReviewedSession): string {
  return `${session.dropped ? 'Private session' : plain(session.name, 100)}  (${session.status}${session.outcome === undefined ? '' : `, ${session.outcome}${decidedBy(session)}`}, ${session.events} events)`;
}

/** Who of the reviewers says so, and why. */
function decidedBy({ outcomeBy }: ReviewedSession): string {
  if (!outcomeBy) return '';
  const { author, by, reason, recorded } = outcomeBy;
  return ` says ${plain(author, 60)}${by ? ', an agent' : ''}${reason === undefined ? '' : ` (${plain(reason, 200)})`}, the recording ${recorded ?? 'nothing'}`;
}

function stepLine({ status, title, durationUs, agentId, kind, disagreement, permission }: StepDocument): string {
  const took = durationUs === undefined ? '' : `  ${seconds(durationUs)}`;
  return `   ${agentId === undefined ? '' : '  '}${MARKS[status]} ${status.padEnd(11)} ${kind.padEnd(8)} ${plain(title, 90)}${took}${permission ? permissionText(permission) : ''}${disagreement ? `  ≠ ${disagreementText(disagreement)}` : ''}`;
}

function seconds(durationUs: number): string {
  return `${(durationUs / 1e6).toFixed(1)} s`;
}

/** What became of the leave that a call needed, where more is known of it than that it was denied. */
function permissionText({ state, rule, approver, identity, task }: NonNullable<StepDocument['permission']>): string {
  if (rule === undefined && approver === undefined) return '';
  return `  ${plain([state, approver && `by ${approver}`, rule && `rule ${rule}`, identity, task].filter((part) => part !== undefined).join(' · '), 300)}`;
}
