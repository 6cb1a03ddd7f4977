import { isBlobRef, type JsonObject, type JsonValue } from '@playhead/protocol';
import type { Entry } from '../model/entry.ts';
import { dataOf, stringIn, wordIn } from '../model/read-data.ts';
import { isSameServer } from './call-facts.ts';
import { differentFromAsked, isAsked } from './asked-calls.ts';
import type { DisagreementField } from './disagreement.ts';
import { isSameValue } from './same-value.ts';
import type { Side } from './sides.ts';
import { isSameResult, resultIn } from './told-result.ts';

interface Told {
  readonly openers: readonly Entry[];
  readonly closers: readonly JsonObject[];
}

/** What the sides of a call tell differently. */
export function compareSides(own: readonly Entry[], passed: readonly Entry[]): readonly DisagreementField[] {
  const [agent, boundary] = [toldIn(own), toldIn(passed)];
  const asked = boundary.openers.filter(isAsked);
  const sent = { ...boundary, openers: boundary.openers.filter((entry) => !isAsked(entry)) };
  const different = sent.openers.length > 0 ? [...differentTools(agent, sent), ...differentInputs(agent, sent)] : [];
  return [...different, ...(different.length > 0 ? [] : differentFromAsked(agent.openers[0], asked)), ...differentEnds(agent, boundary)];
}

function toldIn(entries: readonly Entry[]): Told {
  return { openers: entries.filter(({ event }) => event.step === 'opens'), closers: entries.filter(({ event }) => event.step === 'closes').map(({ record }) => dataOf(record)) };
}

/** Whose tool it is; and that several calls passed under the id of one. */
function differentTools({ openers }: Told, { openers: passed }: Told): readonly DisagreementField[] {
  const told = openers.find(({ record }) => record.type === 'mcp_call') ?? openers[0];
  const [agent, boundary] = [nameIn(told), nameIn(passed[0])];
  const isSame = passed.length === 1 && told?.record.type === 'mcp_call' && agent.tool === boundary.tool && isSameServer(agent.server, boundary.server);
  if (isSame) return [];
  return [{ name: 'tool', agent: shown(agent), boundary: passed.map((entry) => shown(nameIn(entry))).join(', ') }];
}

function nameIn(entry: Entry | undefined): { readonly server: string; readonly tool: string } {
  const data = entry ? dataOf(entry.record) : {};
  return { server: stringIn(data, 'server') ?? '', tool: stringIn(data, 'tool') ?? stringIn(data, 'name') ?? entry?.event.title ?? '' };
}

function shown({ server, tool }: ReturnType<typeof nameIn>): string {
  return server === '' ? tool : `${server} › ${tool}`;
}

function differentInputs(agent: Told, boundary: Told): readonly DisagreementField[] {
  const [told, passed] = [inputIn(agent), inputIn(boundary)];
  if (isSameValue(told ?? {}, passed ?? {})) return [];
  return [{ name: 'input', ...(told !== undefined && { agent: told }), ...(passed !== undefined && { boundary: passed }) }];
}

function inputIn({ openers }: Told): JsonValue | undefined {
  const opener = openers.find(({ record }) => record.type === 'mcp_call');
  return opener && dataOf(opener.record)['input'];
}

/** Whether it went well, and what came back. How it failed may be told in other words: clients put their own around it. */
function differentEnds({ closers: told }: Told, { closers: passed }: Told): readonly DisagreementField[] {
  if (told.length === 0 || passed.length === 0) return [];
  const [agent, boundary] = [endIn(told), endIn(passed)];
  if (agent === 'interrupted') return [];
  const [said, came] = [resultIn(told), resultIn(passed)];
  const isSame = (agent !== 'ok' && boundary !== 'ok') || isSameResult(said, came);
  return [
    ...((agent === 'ok') !== (boundary === 'ok') ? [{ name: 'status' as const, agent, boundary }] : []),
    ...(isSame ? [] : [{ name: 'output' as const, ...valueOf('agent', said.values[0]), ...valueOf('boundary', came.values[0]) }]),
  ];
}

function valueOf(side: Side, value: unknown): { readonly [of in Side]?: JsonValue } {
  return value === undefined ? {} : { [side]: isBlobRef(value) ? (value as unknown as JsonValue) : (value as JsonValue) }; // parsed from JSON, both
}

function endIn(closers: readonly JsonObject[]): string {
  const ends = closers.map((data) => wordIn(data, 'status', ['ok', 'failed', 'denied', 'interrupted']) ?? 'ok');
  return ends.find((end) => end !== 'ok') ?? 'ok';
}
