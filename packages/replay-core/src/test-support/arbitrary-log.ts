import { encodeRecord, type EventData, type EventType, type SessionRecord, type StoredRecord } from '@playhead/protocol';
import fc from 'fast-check';
import { START } from './build-records.ts';

/** A record without its number, which the log gives. */
type Draft = Omit<SessionRecord, '$r' | 'id' | 'e' | 'n'>;

const CALLS = ['c0', 'c1', 'c2', 'c3', 'c4'];
const TURNS = ['t0', 't1', 't2'];

const typed = <Type extends EventType>(type: Type, data: EventData<Type>): Pick<Draft, 'type' | 'data'> => ({ type, data: data as unknown as Draft['data'] }); // event data is JSON

const inSteps: readonly Pick<Draft, 'type' | 'data'>[] = [
  typed('terminal_command', { command: 'npm test', tool: 'Bash' }),
  typed('tool_call', { name: 'Edit', kind: 'edit', title: 'src/a.ts' }),
  typed('mcp_call', { server: 'tracker', tool: 'get', input: {} }),
  typed('terminal_output', { text: 'out' }),
  typed('file_read', { path: `src/${'long-'.repeat(40)}.ts` }),
  typed('test_result', { framework: 'vitest', passed: 1, failed: 1 }),
  typed('permission_request', { tool: 'Bash', message: 'May I?' }),
  typed('permission_decision', { decision: 'denied', by: 'user' }),
  typed('permission_decision', { decision: 'allowed' }),
  typed('tool_result', { status: 'ok', text: 'done' }),
  typed('tool_result', { status: 'failed', error: 'no', durationUs: 5 }),
  typed('tool_result', { status: 'interrupted' }),
];
const besideSteps: readonly Pick<Draft, 'type' | 'data'>[] = [
  typed('assistant_text', { text: 'I look.', messageId: 'm' }),
  typed('turn_end', { text: 'Done.' }),
  typed('turn_end', { outcome: 'interrupted' }),
  typed('failure', { message: 'overloaded' }),
  typed('usage', { inputTokens: 1, outputTokens: 1 }),
  typed('redaction', { policy: 'entity', found: [{ kind: 'TOKEN', count: 2 }] }),
  typed('session_update', { name: 'Another name' }),
  typed('session_status', { status: 'completed' }),
  typed('session_stop', { outcome: 'success' }),
  typed('final_output', { content: 'Here', format: 'text' }),
];

const turn = fc.option(fc.constantFrom(...TURNS), { nil: undefined, freq: 2 });
const agent = fc.option(fc.constant('a1'), { nil: undefined, freq: 8 });
const place = fc.record({ at: fc.integer({ min: START, max: START + 60 }), p: fc.constantFrom('p1', 'p2', 'p3') });

const draft = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(place, fc.constantFrom(...inSteps), fc.constantFrom(...CALLS), turn, agent).map(([at, event, call, named, by]) => drafted(at, event, { call, turn: named, agent: by })) },
  { weight: 3, arbitrary: fc.tuple(place, fc.constantFrom(...inSteps, ...besideSteps), turn, agent).map(([at, event, named, by]) => drafted(at, event, { turn: named, agent: by })) },
  { weight: 1, arbitrary: fc.tuple(place, fc.nat(6), turn, agent, fc.boolean()).map(([at, key, named, by, keyed]) => drafted(at, typed('prompt', { text: `Prompt ${key}\nmore`, origin: 'human' }), { turn: named, agent: by, key: keyed ? `prompt:${key}:${by}:${named}` : undefined })) },
);

function drafted(at: Pick<Draft, 'at' | 'p'>, event: Pick<Draft, 'type' | 'data'>, names: { call?: string; turn?: string | undefined; agent?: string | undefined; key?: string | undefined }): Draft {
  const known = Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined));
  return { ...at, ...event, via: 'hook', ...known };
}

/** Checks something for logs of several chunks: pieces of arbitrary logs one after the other in time, late records between them. */
export async function checkLongLogs(check: (records: readonly SessionRecord[]) => Promise<void>, numRuns: number): Promise<void> {
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(arbitraryLog, fc.nat(30)), { minLength: 16, maxLength: 24 }), async (pieces) => {
    const numbers = new Map<string, number>();
    const known = new Map<SessionRecord, SessionRecord>();
    await check(pieces.flatMap(([records, late], piece) => records.map((record): SessionRecord => {
      const again = known.get(record);
      if (again) return again; // a copy stays one
      const n = numbers.get(record.p) ?? 0;
      numbers.set(record.p, n + 1);
      const { call, turn: named, key } = record;
      const moved = {
        ...record, id: `${record.p}-${n}`, n, at: record.at + piece * 50 - (n % 17 === 0 ? late : 0),
        ...(call !== undefined && call !== 'c0' && { call: `${call}-${piece}` }), ...(named !== undefined && named !== 't0' && { turn: `${named}-${piece}` }), ...(key !== undefined && { key: `${key}-${piece}` }),
      };
      known.set(record, moved);
      return moved;
    })));
  }), { numRuns });
}

/** Logs of any order, with copies, late records, several producers and calls that cross turns. */
export const arbitraryLog: fc.Arbitrary<readonly SessionRecord[]> = fc.record({
  drafts: fc.array(draft, { maxLength: 60 }), copies: fc.array(fc.tuple(fc.nat(59), fc.nat(59)), { maxLength: 5 }),
}).map(({ drafts, copies }) => {
  const numbers = new Map<string, number>();
  const records = drafts.map((one): SessionRecord => {
    const n = numbers.get(one.p) ?? 0;
    numbers.set(one.p, n + 1);
    return { $r: 1, id: `${one.p}-${n}`, e: 0, n, ...one };
  });
  for (const [from, to] of copies) {
    const copy = records[from];
    if (copy && to > from) records.splice(to, 0, copy);
  }
  return records;
});

/** The records as a storage gives them, copies included. */
export function storedRecords(records: readonly SessionRecord[]): StoredRecord[] {
  return records.map((record, index) => ({ record, line: encodeRecord(record), cursor: String(index + 1).padStart(8, '0') }));
}
