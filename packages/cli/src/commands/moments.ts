import { PlayheadError } from '@playhead/protocol';
import { createSessionRecording } from '@playhead/recorder';
import { addMoment, readMoments } from '@playhead/server';
import type { Command, CommandInput } from '../command.ts';
import { logBytes } from '../log-bytes.ts';
import { plain } from '../plain-text.ts';
import { refuseLarge } from './refuse-large.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';
import { wantedSession, withStorage } from './with-session.ts';

/** `playhead moments`: what of a recording is worth a jump. */
export const momentsCommand: Command = {
  name: 'moments',
  readsRecordings: true,
  usage: '<id>',
  about: 'list the moments of a recording: calls, prompts, permissions, tests, errors, commands, silence, marks',
  examples: [
    { line: 'moments 0194', about: 'list everything worth a jump' },
    { line: 'moments 0194 --type tests_failed,error --json', about: 'what went wrong, for programs' },
  ],
  completes: 'session',
  positionals: { min: 1, max: 1 },
  options: { type: { type: 'string', value: 'type,…', about: 'only these, such as tests_failed,error' }, all: { type: 'boolean', about: 'put everything together, even more than 256 MB' }, dir: dirOption, json: jsonOption },
  async run(input, { output, ...context }) {
    return withStorage(input, { output, ...context }, async (storage) => {
      const { sessionId, startedAt } = await wantedSession(storage, input.positionals[0] ?? '');
      refuseLarge(await logBytes(storage, dirOf(input, { output, ...context }), sessionId), 'This recording', input, 'List its turns with playhead sessions show --turns');
      const document = await readMoments(storage, sessionId);
      const types = input.text('type')?.split(',').map((type) => type.trim());
      const moments = types ? document.moments.filter(({ type }) => types.includes(type)) : document.moments;
      if (input.flag('json')) output.line(JSON.stringify({ ...document, moments }));
      else if (moments.length === 0) output.note(document.moments.length === 0 ? 'This recording has no moments.' : `This recording has no moments of this type. It has: ${plain([...new Set(document.moments.map(({ type }) => type))].join(', '), 300)}.`);
      else for (const { at, type, title, status } of moments) output.line(`${clockText(at - startedAt).padStart(9)}  ${type.padEnd(12)} ${plain(title, 100)}${status === undefined || status === 'ok' ? '' : ` (${status})`}`);
      return 0;
    });
  },
};

/** `playhead moment add`: marks a point of a recording. */
export const momentAddCommand: Command = {
  name: 'moment add',
  readsRecordings: true,
  usage: '<title>',
  about: 'mark this moment of a recording, or another one',
  examples: [
    { line: 'moment add "before the refactoring"', about: 'mark this moment of the recording around this shell' },
  ],
  positionals: { min: 1, max: 1 },
  options: {
    session: { type: 'string', value: 'id', completes: 'session', about: 'which recording (default: the one that this shell runs in: PLAYHEAD_SESSION_ID)' },
    at: { type: 'string', value: 'time', about: 'when: seconds from the beginning (90, 1:30), or a time (2026-11-22T10:00:00Z); default now, of a recording that has ended its end' },
    description: { type: 'string', value: 'text', about: 'more about it' },
    author: { type: 'string', value: 'name', about: 'who says so (default: the user)' },
    dir: dirOption, json: jsonOption,
  },
  async run(input, context) {
    const { env, output } = context;
    const wanted = input.text('session') ?? env['PLAYHEAD_SESSION_ID'];
    if (wanted === undefined || wanted === '') throw new PlayheadError('usage', 'Which recording? Give --session, or call it inside playhead record. playhead sessions list shows which exist.');
    return withStorage(input, context, async (storage) => {
      const { sessionId, startedAt, redaction } = await wantedSession(storage, wanted);
      const recording = createSessionRecording({ dir: dirOf(input, context) })(redaction ? { policy: redaction.policy } : {});
      const at = timeIn(input, startedAt);
      const [description, author] = [input.text('description'), input.text('author') ?? env['USER']];
      const added = await addMoment({ title: input.positionals[0] ?? '', ...(at !== undefined && { at }), ...(description !== undefined && { description }), ...(author !== undefined && { author }) }, { storage, sessionId, recording });
      if (input.flag('json')) output.line(JSON.stringify({ schemaVersion: 1, sessionId, moment: added }));
      else output.line(`Marked "${plain(added.title, 100)}" at ${clockText(added.at - startedAt)} of ${sessionId}`);
      return 0;
    });
  },
};

/** @returns Microseconds since the Unix epoch. */
function timeIn(input: CommandInput, startedAt: number): number | undefined {
  const text = input.text('at');
  if (text === undefined) return undefined;
  const [, hours = '0', minutes = '0', seconds = ''] = /^(?:(?:(\d{1,4}):)?(\d{1,4}):)?(\d{1,9}(?:\.\d{1,6})?)$/.exec(text) ?? [];
  if (seconds !== '') return startedAt + Math.round(((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1e6);
  const time = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(time)) return time * 1000;
  throw new PlayheadError('usage', `--at must be seconds from the beginning such as 90 or 1:30, or a time such as 2026-11-22T10:00:00Z, not "${text}".`);
}

/** How far into a recording: `1:02.5`. */
function clockText(microseconds: number): string {
  const tenths = Math.round(Math.max(0, microseconds) / 1e5);
  const [minutes, seconds] = [Math.floor(tenths / 600), (tenths % 600) / 10];
  return `${minutes}:${seconds.toFixed(1).padStart(4, '0')}`;
}
