import { type BlobRef, type JsonObject, type JsonValue, isJsonObject } from '@playhead/protocol';
import type { Entry } from './entry.ts';
import { dataOf, stringIn, valueIn } from './read-data.ts';
import type { Step } from './types.ts';

/** What the beginning of a call tells. */
export interface Opening extends Pick<Step, 'kind' | 'title' | 'tool' | 'mcp' | 'skill' | 'input' | 'command'> {
  /** Absent where no record opened the call. */
  readonly startedAt?: number;
}

/** Reads what a call is from the record that opened it, or from what else is there. */
export function openedBy(entries: readonly Entry[]): Opening {
  const openers = entries.filter(({ event }) => event.step === 'opens');
  const opener = openers.find(({ record }) => record.type !== 'tool_call') ?? openers[0];
  if (!opener) return guessed(entries);
  const { record, event } = opener;
  const data = dataOf(record);
  const tool = stringIn(data, 'tool') ?? stringIn(data, 'name');
  const command = record.type === 'terminal_command' ? stringIn(data, 'command') : undefined;
  const opening = { startedAt: openers[0]?.record.at ?? record.at, kind: event.kind, title: event.summary || event.title };
  const input = inputOf(record.type, data);
  return {
    ...opening,
    ...specialOf(record.type, data, tool),
    ...(input !== undefined && { input }),
    ...(command !== undefined && { command }),
  };
}

function specialOf(type: string, data: JsonObject, tool: string | undefined): Pick<Opening, 'tool' | 'mcp' | 'skill'> {
  const name = stringIn(data, 'name');
  if (type === 'mcp_call') {
    const mcp = { server: stringIn(data, 'server') ?? '', tool: stringIn(data, 'tool') ?? '' };
    return { mcp, ...(name !== undefined && { tool: name }) };
  }
  if (type === 'skill_use') {
    const version = stringIn(data, 'version');
    const used = stringIn(data, 'tool');
    return { skill: { name: name ?? '', ...(version !== undefined && { version }) }, ...(used !== undefined && { tool: used }) };
  }
  return tool === undefined ? {} : { tool };
}

function inputOf(type: string, data: JsonObject): JsonValue | BlobRef | undefined {
  if (type === 'terminal_command') {
    const rest = isJsonObject(data['input']) ? data['input'] : {};
    const description = stringIn(data, 'description');
    return { command: stringIn(data, 'command') ?? '', ...(description !== undefined && { description }), ...rest };
  }
  if (type === 'skill_use') {
    const args = stringIn(data, 'arguments');
    return { skill: stringIn(data, 'name') ?? '', ...(args !== undefined && { args }) };
  }
  return valueIn(data, 'input');
}

/** A call of which only later records are there still shows, named by what they tell. */
function guessed(entries: readonly Entry[]): Opening {
  const telling = entries.find(({ event }) => event.step === 'describes' && event.kind !== 'permission')
    ?? entries.find(({ event }) => event.step === 'describes') ?? entries[0];
  const asked = entries.find(({ record }) => record.type === 'permission_request');
  const tool = asked && stringIn(dataOf(asked.record), 'tool');
  if (!telling) return { kind: 'tool', title: tool ?? 'Tool call' };
  const { event } = telling;
  return { kind: event.kind, title: event.step === 'closes' ? event.title : event.summary || event.title, ...(tool !== undefined && { tool }) };
}
