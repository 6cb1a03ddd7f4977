import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { claudeHarness } from '@playhead/hooks-claude';
import type { JsonObject, SessionRecord } from '@playhead/protocol';
import type { RecordInput } from '@playhead/recorder';

interface Arrival { readonly at_us: number; readonly payload: JsonObject }

/** The records that a captured session amounts to: as the server would store them, with ids that stay the same. */
export async function recordsOf(name: string): Promise<readonly SessionRecord[]> {
  const folder = fileURLToPath(new URL(`../../packages/hooks-claude/fixtures/${name}/`, import.meta.url));
  const arrivals = readFileSync(`${folder}hooks.jsonl`, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Arrival);
  let state = claudeHarness.initialState();
  const inputs: (RecordInput & { readonly at: number })[] = [];
  for (const { at_us: at, payload } of arrivals) {
    // The captured machine is not this one: its transcripts lie beside the payloads.
    const here = JSON.parse(JSON.stringify(payload).replaceAll('/home/dev/.claude/projects', `${folder}transcripts`)) as JsonObject;
    const context = { at, evidence: existsSync(`${folder}transcripts`) ? await claudeHarness.gather(here) : {} };
    if (inputs.length === 0) inputs.push({ type: 'session_start', at, data: { ...claudeHarness.headerOf(payload, context), sessionId: idOf(at, 0xfff) } });
    const { state: next, records } = claudeHarness.reduce(state, payload, context);
    state = next;
    for (const record of records) {
      inputs.push({ ...record, at: record.at ?? at });
      if (record.type === 'session_stop') inputs.push({ type: 'session_status', key: 'session:completed', at: record.at ?? at, data: { status: 'completed' } });
    }
  }
  return inputs.map((input, n) => ({ $r: 1, id: idOf(input.at, n), p: 'claude', e: 0, n, via: 'hook', ...input }));
}

function idOf(at: number, n: number): string {
  const clock = Math.floor(at / 1000).toString(16).padStart(12, '0');
  return `${clock.slice(0, 8)}-${clock.slice(8)}-7000-8000-${n.toString(16).padStart(12, '0')}`;
}
