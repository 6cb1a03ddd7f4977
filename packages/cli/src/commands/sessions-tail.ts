import { PlayheadError, type SessionRecord, type SessionStorage, type StoredRecord } from '@playhead/protocol';
import { describeEvent } from '@playhead/protocol';
import type { Command, CommandContext, CommandInput } from '../command.ts';
import { plain } from '../plain-text.ts';
import { styleOf } from '../screen/style.ts';
import { momentOption } from './list-options.ts';
import { dirOption, jsonOption, wholeNumber } from './shared-options.ts';
import { wantedSession, withStorage } from './with-session.ts';

/** What is shown of the past where nobody says how much. */
const USUAL_LINES = 20;
/** How often it is asked whether a silent session has ended, in milliseconds. */
const LOOK_MS = 30_000;
/** Types that say nothing to people. */
const SILENT: ReadonlySet<string> = new Set(['usage', 'session_update', 'terminal_output']);

/** `playhead sessions tail`: what happens in a session, as lines. */
export const sessionsTailCommand: Command = {
  name: 'sessions tail',
  usage: '[id]',
  about: 'print what happened last in a recording (default: the newest), and go on with what happens',
  examples: [
    { line: 'sessions tail -f', about: 'follow the newest session until it ends' },
    { line: 'sessions tail 0194 --since 10m', about: 'what happened in the last ten minutes' },
    { line: 'sessions tail 0194 -f --json', about: 'its records as they are written, one JSON value a line' },
  ],
  completes: 'session',
  positionals: { min: 0, max: 1 },
  options: {
    follow: { type: 'boolean', short: 'f', about: 'go on until the session ends, or Ctrl-C' },
    since: { type: 'string', value: 'time', about: 'begin there: 10m ago, or a date (default: the last records)' },
    lines: { type: 'string', short: 'n', value: 'number', about: `how many records of the past (default ${USUAL_LINES}; all with --since)` },
    dir: dirOption, json: { ...jsonOption, about: 'print records as they are stored, one a line, as record.schema.json of @playhead/protocol has them' },
  },
  async run(input, context) {
    const since = momentOption(input, 'since', Date.now());
    const lines = wholeNumber(input, 'lines', { min: 0, max: 1_000_000 }) ?? (since === undefined ? USUAL_LINES : Infinity);
    return withStorage(input, context, async (storage) => {
      const [id] = input.positionals;
      const { sessionId } = id === undefined ? await newest(storage) : await wantedSession(storage, id);
      const shows = ({ record }: StoredRecord): boolean => (since === undefined || record.at >= since) && (input.flag('json') || !SILENT.has(record.type));
      const past: StoredRecord[] = [];
      let [cursor, ended] = ['', false];
      for await (const chunk of storage.read(sessionId, { signal: context.signal })) {
        past.push(...chunk.records.filter(shows));
        if (past.length > lines) past.splice(0, past.length - lines);
        cursor = chunk.next;
        ended ||= chunk.records.some(endsIt);
      }
      for (const stored of past) print(stored, input, context);
      if (input.flag('follow') && !ended) await follow(storage, sessionId, { from: cursor, context, show: (stored) => { if (shows(stored)) print(stored, input, context); } });
      return 0;
    });
  },
};

async function newest(storage: SessionStorage): Promise<{ sessionId: string }> {
  const { sessions: [session] } = await storage.list({ limit: 1 });
  if (session) return session;
  throw new PlayheadError('session_not_found', 'No sessions are recorded here yet. Wire Claude Code with playhead init claude.');
}

/** Follows a log until it says that the session ended, or nobody works on it any more. */
async function follow(storage: SessionStorage, sessionId: string, { from, context, show }: { readonly from: string; readonly context: CommandContext; readonly show: (stored: StoredRecord) => void }): Promise<void> {
  const ending = new AbortController();
  const looking = setInterval(() => {
    void storage.get(sessionId).then((info) => { if (info === undefined || info.status === 'completed' || info.status === 'failed') ending.abort(); }, () => undefined);
  }, LOOK_MS);
  try {
    for await (const { records } of storage.subscribe(sessionId, { from, signal: AbortSignal.any([context.signal, ending.signal]) })) {
      for (const stored of records) show(stored);
      if (records.some(endsIt)) return;
    }
  } finally {
    clearInterval(looking);
  }
}

function endsIt({ record }: Pick<StoredRecord, 'record'>): boolean {
  const { type, data } = record as SessionRecord & { readonly data: { readonly status?: unknown } }; // every record has data; what is in it is looked at
  return type === 'session_stop' || type === 'session_dropped' || (type === 'session_status' && (data.status === 'completed' || data.status === 'failed'));
}

function print({ line, record }: StoredRecord, input: CommandInput, context: CommandContext): void {
  if (input.flag('json')) {
    context.output.line(line);
    return;
  }
  const style = styleOf(context);
  const { title, summary, severity } = describeEvent(record);
  const bad = severity === 'error' || severity === 'denied';
  const told = plain([title, summary].filter((part) => part !== '').join(': '), context.screen ? Math.max(20, context.screen.columns - 12) : 400);
  context.output.line(`${style('quiet', new Date(record.at / 1000).toISOString().slice(11, 19))}  ${bad ? style('bad', told) : record.type === 'prompt' ? style('heading', told) : told}`);
}
