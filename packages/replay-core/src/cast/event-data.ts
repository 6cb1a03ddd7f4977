import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';
import { cells } from './header.ts';
import type { CastEvent } from './types.ts';
import { base64Of, bytesOf } from '../source/base64.ts';

/** The type and the details of a record. */
export interface EventRecord {
  readonly type: string;
  readonly data: JsonObject;
}

/** The name of a `harness_event` that holds an event nobody here knows. */
const UNKNOWN = 'cast event';

/** What an event of a cast is as a record. What a record has no place for is kept in its `extra.cast`. */
export function recordOfEvent({ code, data, time, items }: Pick<CastEvent, 'code' | 'data' | 'time' | 'items'>): EventRecord {
  const kept: JsonObject = { ...(time !== undefined && { time }), ...(items && { items: [...items] }) };
  const extra = Object.keys(kept).length > 0 ? { extra: { cast: kept } } : {};
  if (typeof data !== 'string') return { type: 'terminal_output', data: { text: base64Of(data), stream: 'pty', encoding: 'base64', ...extra } };
  if (items === undefined || typeof items[0] === 'string') {
    if (code === 'o') return { type: 'terminal_output', data: { text: data, stream: 'pty', ...extra } };
    if (code === 'i') return { type: 'terminal_input', data: { text: data, ...extra } };
    if (code === 'm') return { type: 'moment', data: { title: data, ...extra } };
    const [, columns, rows] = code === 'r' ? (/^([1-9]\d{0,4})x([1-9]\d{0,4})$/.exec(data) ?? []) : [];
    if (columns !== undefined && cells(Number(columns), 0) > 0 && cells(Number(rows), 0) > 0) return { type: 'terminal_resize', data: { columns: Number(columns), rows: Number(rows), ...extra } };
    if (code === 'x' && /^(?:0|[1-9]\d{0,8})$/.test(data)) return { type: 'terminal_output', data: { text: '', stream: 'pty', exitCode: Number(data), ...extra } };
  }
  return { type: 'harness_event', data: { name: UNKNOWN, extra: { cast: { ...kept, code, items: [...(items ?? [data])] } } } };
}

/** The events by which players see a record of the terminal: none where there is nothing to see. */
export function eventsOfRecord({ type, data }: EventRecord): readonly Omit<CastEvent, 'kind' | 'at'>[] {
  const kept = castIn(data);
  const [time, items, code] = [kept['time'], kept['items'], kept['code']];
  const text = typeof data['text'] === 'string' ? data['text'] : '';
  const more = { ...(typeof time === 'string' && { time }), ...(Array.isArray(items) && { items: items as readonly JsonValue[] }) }; // JSON
  const piece = (): string | Uint8Array => (data['encoding'] === 'base64' ? (bytesOf(text) ?? text) : text);
  if (type === 'terminal_input') return data['redacted'] === true ? [] : [{ code: 'i', data: piece(), ...more }];
  if (type === 'terminal_resize') return [{ code: 'r', data: `${String(data['columns'])}x${String(data['rows'])}`, ...more }];
  if (type === 'moment') return [{ code: 'm', data: typeof data['title'] === 'string' ? data['title'] : '', ...more }];
  if (type === 'harness_event' && data['name'] === UNKNOWN && typeof code === 'string' && Array.isArray(items)) {
    const [only] = items as readonly JsonValue[]; // JSON
    return [items.length === 1 && typeof only === 'string' ? { code, data: only, ...(typeof time === 'string' && { time }) } : { code, data: '', ...more }];
  }
  if (type !== 'terminal_output') return [];
  const exitCode = data['exitCode'];
  if (typeof exitCode !== 'number') return [{ code: 'o', data: piece(), ...more }];
  return [...(text === '' ? [] : [{ code: 'o', data: piece() }]), { code: 'x', data: String(exitCode), ...more }];
}

/** What an import kept of its source in a record. */
export function castIn(data: JsonObject): JsonObject {
  const extra = data['extra'];
  const kept = isJsonObject(extra) ? extra['cast'] : undefined;
  return isJsonObject(kept) ? kept : {};
}
