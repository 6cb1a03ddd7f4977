import { isBlobRef, isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';
import type { HistoryMemory, HistoryRecord } from '@playhead/recorder';
import { sha256 } from '../digest.ts';
import { phaseOf } from '../draft.ts';
import { KeySet } from './key-set.ts';

/** Messages of which pieces were seen and the last was not: no more than these are remembered. */
const MOST_MESSAGES = 64;

/**
 * Remembers what a recording holds. Most facts have keys, the same from hooks and transcript; of those that hooks give none it is known what makes
 * them the same: the turn that ended, the text that was said, the file that was read at the start, the how-manieth compaction.
 */
export function rememberRecords(): HistoryMemory {
  const known = new KeySet();
  const pieces = new Map<string, string[]>();
  const prompts = new Map<string, number>(); // when a hook told of them
  let compactions = 0; // that hooks told and no row has claimed
  let stopped = false;

  const noted = (record: Parameters<HistoryMemory['take']>[0]): void => {
    const { type, key, call, via, turn, agent } = record;
    const data: JsonObject = isJsonObject(record.data) ? record.data : {};
    if (key !== undefined) known.add(key);
    if (key !== undefined && via === 'transcript') known.add(`transcript ${key}`);
    if (call !== undefined && phaseOf(key) === 'post' && via !== 'transcript') known.add(`post ${call}`);
    if (type === 'session_stop') stopped = true;
    if (type === 'skill_use' && data['version'] === undefined) known.add(`bare ${key ?? ''}`);
    if (type === 'subagent_start' && key?.startsWith('claude:agent:') === true) known.add(`start ${agent ?? ''} ${call ?? ''}`);
    if (via === 'transcript') return;
    if (type === 'turn_end' && key === undefined || type === 'turn_end' && key?.startsWith('hook:')) known.add(`end ${turn ?? ''}`);
    if (type === 'prompt' && agent === undefined && key !== undefined && record.at !== undefined) prompts.set(key, record.at);
    if (type === 'failure') known.add(`failure ${turn ?? ''}`);
    if (type === 'compaction' && data['phase'] === 'end') compactions += 1;
    if (type === 'instructions_loaded') known.add(`instructions ${String(data['path'])}`);
    if (type === 'assistant_text' && agent === undefined) spoken(data, turn);
  };

  /** Hooks tell a message in pieces, under a name of their own. */
  const spoken = (data: JsonObject, turn: string | undefined): void => {
    const name = String(data['messageId']);
    const { text } = data;
    if (isBlobRef(text)) known.add(`said ${turn ?? ''} ${text.$blob}`);
    const told = pieces.get(name) ?? [];
    if (typeof text === 'string') told.push(text);
    pieces.set(name, told);
    if (data['final'] === true || data['index'] === undefined) {
      known.add(`said ${turn ?? ''} ${textDigest(told.join(''))}`);
      pieces.delete(name);
    }
    for (const oldest of pieces.keys()) {
      if (pieces.size <= MOST_MESSAGES) break;
      pieces.delete(oldest);
    }
  };

  /** Whether a hook hung until another prompt had come: the transcript has its place. */
  const isOutOfPlace = (key: string, at: number): boolean => {
    const told = prompts.get(key);
    return told !== undefined && [...prompts.values()].some((other) => at < other && other < told);
  };

  return {
    take: noted,
    lets(record: HistoryRecord) {
      const { type, key, call, turn, agent, data } = record;
      const corrects = record.corrects !== undefined && record.corrects !== false;
      if (key !== undefined && corrects && known.has(key)) return !known.has(`transcript ${key}`);
      if (record.corrects === 'only') return false;
      if (key !== undefined && known.has(key) && !known.has(`transcript ${key}`)) {
        if (type === 'skill_use' && known.has(`bare ${key}`)) return data['version'] !== undefined; // its file was not there for the hook
        if (type === 'subagent_start' && call !== undefined) return !known.has(`start ${agent ?? ''} ${call}`); // hooks link by order
      }
      if (key !== undefined && known.has(key)) return type === 'prompt' && !known.has(`transcript ${key}`) && isOutOfPlace(key, record.at);
      if (call !== undefined && phaseOf(key) === 'post') return !known.has(`post ${call}`);
      if (type === 'turn_end') return !known.has(`end ${turn ?? ''}`);
      if (type === 'failure') return !known.has(`failure ${turn ?? ''}`);
      if (type === 'instructions_loaded') return !known.has(`instructions ${String(data['path'])}`);
      if (type === 'assistant_text' && agent === undefined) return !known.has(`said ${turn ?? ''} ${textDigest(data['text'])}`);
      if (type === 'final_output' || type === 'session_stop') return !stopped;
      if (type === 'compaction' && compactions > 0) {
        if (data['phase'] === 'end') compactions -= 1;
        return false;
      }
      return true;
    },
  };
}

function textDigest(text: JsonValue | undefined): string {
  return typeof text === 'string' ? `sha256-${sha256(text.trim())}` : isBlobRef(text) ? text.$blob : '';
}
