import { isJsonObject, type JsonObject } from '@playhead/protocol';
import type { HarnessEvidence, HistoryRecord, RecordInput } from '@playhead/recorder';
import { valueDigest } from '../digest.ts';
import { callKey, type Draft } from '../draft.ts';
import { turnEndKey } from '../events/prompt.ts';
import { agentKey } from '../events/subagent.ts';
import { present } from '../fields.ts';
import { placed, reduce } from '../reduce.ts';
import { restore } from '../restore.ts';
import { initialState } from '../state.ts';
import { attachmentRow } from './attachment-rows.ts';
import type { AgentFile } from './layout.ts';
import { commandOutput, compactSummary, costOf, promptContent, said, systemRow, thinking, usageOf, userCommand, userCommandOutput } from './own-facts.ts';
import { userRowOf } from './prompt-rows.ts';
import { evidenceOfOutput, evidenceOfSkill, type EvidencePlace } from './row-evidence.ts';
import { createSpeaker, type Speaker } from './speaker.ts';
import { askedCall, callFields, endOfCall, type AskedCall, type CallEnd } from './tool-rows.ts';
import { blocksOf, numberIn, textIn, textOfBlocks, timeOf } from './transcript-row.ts';

/** Turns the rows of one session into the records that hooks would have given, and into what no hook gives. */
export interface RowConverter {
  /** @returns The records; undefined for a row that is the client's own bookkeeping. */
  row(row: JsonObject, from: Speaker): Promise<readonly HistoryRecord[] | undefined>;
  /** Who speaks in a file. */
  speaker(agent?: AgentFile): Speaker;
  /** What was held back at the end of a file. */
  settle(from: Speaker): Promise<readonly HistoryRecord[]>;
  /** When the last thing happened. */
  readonly latest: number;
  /** What ends the session. */
  finish(): readonly HistoryRecord[];
}

/** The name of the main agent among those who speak: no subagent has it. */
const MAIN = '';

/** Makes the converter of a session. It goes by the same reducer as the hooks do, so that a fact is one record, whoever told it. */
export function createRowConverter(place: EvidencePlace, startedAt: number): RowConverter {
  let state = initialState();
  let latest = startedAt;
  const speakers = new Map<string, Speaker>();
  const turnOfCall = new Map<string, string>();
  const costs = new Map<number, number>();

  /** Records of drafts or of a payload, each with a key that is the same at the next reading. */
  function keyed(records: readonly RecordInput[], uuid: string, at: number): readonly HistoryRecord[] {
    const counts = new Map<string, number>();
    return records.map((record) => {
      const told = { ...record, at: record.at ?? at };
      if (record.type === 'turn_end') return { ...told, key: turnEndKey(record.turn ?? 'none'), corrects: true };
      const corrects = /^claude:tool:.*:(?:closed|decision)#0$/.test(record.key ?? '');
      if (record.key !== undefined) return corrects ? { ...told, corrects } : told;
      const index = counts.get(record.type) ?? 0;
      counts.set(record.type, index + 1);
      return { ...told, key: `claude:${uuid}:${record.type}#${index}` };
    });
  }

  function play(payload: JsonObject, uuid: string, at: number, evidence: HarnessEvidence = {}): readonly HistoryRecord[] {
    const reduction = reduce(state, payload, { at, evidence });
    state = reduction.state;
    return keyed(reduction.records, uuid, at);
  }

  function put(drafts: readonly Draft[], from: Speaker, uuid: string, at: number): readonly HistoryRecord[] {
    const records = keyed(drafts.map((draft) => placed(draft, { at, turn: from.turn, agent: from.agent })), uuid, at);
    state = records.reduce(restore, state);
    return records;
  }

  /** What a hook's payload says of its place. */
  function baseOf(row: JsonObject, from: Speaker): JsonObject {
    return present({ session_id: place.session, transcript_path: place.transcript, cwd: textIn(row, 'cwd') ?? from.cwd, prompt_id: from.turn, agent_id: from.agent });
  }

  async function assistantRow(row: JsonObject, from: Speaker, uuid: string, at: number): Promise<readonly HistoryRecord[]> {
    const records: HistoryRecord[] = [...(await release(from))];
    const message = textIn(row['message'], 'id');
    if (message !== from.usage?.message) records.push(...spend(from));
    const blocks = blocksOf(row);
    if (row['isApiErrorMessage'] === true) {
      const text = textOfBlocks(blocks);
      return [...records, ...play({ ...baseOf(row, from), hook_event_name: 'StopFailure', error: textIn(row, 'error') ?? 'unknown', last_assistant_message: text }, uuid, at)];
    }
    if (textIn(row['message'], 'model') === '<synthetic>') return [...records, ...put([{ type: 'harness_event', data: { name: 'client_message', extra: { text: textOfBlocks(blocks) } } }], from, uuid, at)];
    for (const [index, block] of blocks.entries()) {
      const key = blocks.length > 1 ? `claude:${uuid}#${index}` : `claude:${uuid}`;
      from.answer = block['type'] === 'text' ? textIn(block, 'text') : undefined;
      if (block['type'] === 'thinking') records.push(...put(thinking(row, block, key), from, uuid, at).map((thought) => ({ ...thought, corrects: true }))); // how long it took, a module does not know
      else if (block['type'] === 'text') records.push(...put(said(row, block, key), from, uuid, at));
      else if (block['type'] === 'tool_use') records.push(...asked(row, block, from, uuid, at));
      else if (block['type'] !== 'redacted_thinking') records.push(...put([{ type: 'harness_event', key, data: { name: `block.${textIn(block, 'type') ?? 'unknown'}`, extra: block } }], from, uuid, at));
    }
    const usage = usageOf(row);
    if (usage && message !== undefined) from.usage = { message, draft: usage, at: from.usage?.message === message ? from.usage.at : at, uuid };
    return records;
  }

  function asked(row: JsonObject, block: JsonObject, from: Speaker, uuid: string, at: number): readonly HistoryRecord[] {
    const call = askedCall(row, block);
    if (!call) return put([{ type: 'harness_event', data: { name: 'block.tool_use', extra: block } }], from, uuid, at);
    from.calls.set(call.id, call);
    if (from.turn !== undefined) turnOfCall.set(call.id, from.turn);
    const payload = { ...baseOf(row, from), ...callFields(call), hook_event_name: 'PreToolUse' };
    if (call.name !== 'Skill') return play(payload, uuid, at);
    from.skills.push({ id: call.id, input: call.input, payload, uuid, at, ends: [] }); // its text follows, behind its result
    return [];
  }

  async function results(row: JsonObject, from: Speaker, uuid: string, at: number): Promise<readonly HistoryRecord[]> {
    const records: HistoryRecord[] = [];
    for (const block of blocksOf(row)) {
      const id = textIn(block, 'tool_use_id');
      if (block['type'] !== 'tool_result' || id === undefined) continue;
      const call: AskedCall = from.calls.get(id) ?? { id, name: 'unknown', input: undefined };
      from.calls.delete(id);
      const end = endOfCall(call, row, block, baseOf(row, from));
      const evidence = await evidenceOfOutput(row['toolUseResult'], place);
      const tell = (): readonly HistoryRecord[] => [...end.payloads.flatMap((payload) => play(payload, uuid, at, evidence)), ...put(end.drafts, from, uuid, at), ...corrected(id, end, from, at)];
      const held = from.skills.find((skill) => skill.id === id);
      if (held) held.ends.push(tell);
      else records.push(...tell());
    }
    return records;
  }

  /** A call that hooks left open was closed by a guess: this takes its place. */
  function corrected(call: string, { status, ran }: CallEnd, from: Speaker, at: number): readonly HistoryRecord[] {
    const drafts: readonly Draft[] = [
      ...(ran ? [{ type: 'permission_decision', key: callKey(call, 'decision'), call, data: { decision: 'allowed', by: 'user' } }] : []),
      ...(status === undefined ? [] : [{ type: 'tool_result', key: callKey(call, 'closed'), call, data: { status } }]),
    ];
    return drafts.map((draft) => ({ ...placed(draft, { at, turn: from.turn, agent: from.agent }), at, corrects: 'only' }));
  }

  /** Tells of skills whose text came, or will not come any more. */
  async function release(from: Speaker, body?: { readonly id: string; readonly text: string }): Promise<readonly HistoryRecord[]> {
    const due = from.skills.filter(({ id }) => body === undefined || body.id === id);
    from.skills = from.skills.filter((skill) => !due.includes(skill));
    const records: HistoryRecord[] = [];
    for (const { payload, uuid, at, ends } of due) {
      const skill = await evidenceOfSkill(payload, body?.text, place);
      records.push(...play(payload, uuid, at, skill ? { skill } : {}), ...ends.flatMap((tell) => tell()));
    }
    return records;
  }

  function spend(from: Speaker): readonly HistoryRecord[] {
    const { usage } = from;
    from.usage = undefined;
    return usage ? put([usage.draft], from, usage.uuid, usage.at) : [];
  }

  /** A turn that ended well ends with an answer. */
  function endTurn(from: Speaker): readonly HistoryRecord[] {
    if (from.agent !== undefined || state.turnState !== 'open' || from.answer === undefined || from.calls.size > 0) return [];
    const base = present({ session_id: place.session, prompt_id: from.turn });
    return play({ ...base, hook_event_name: 'Stop', last_assistant_message: from.answer }, 'none', from.at ?? latest);
  }

  async function userRow(row: JsonObject, from: Speaker, uuid: string, at: number): Promise<readonly HistoryRecord[] | undefined> {
    const told = userRowOf(row);
    const { text } = told;
    if (told.kind === 'results') return results(row, from, uuid, at);
    if (told.kind === 'meta') {
      const id = textIn(row, 'sourceToolUseID');
      return id === undefined || !from.skills.some((skill) => skill.id === id) ? undefined : release(from, { id, text });
    }
    const before = [...(await release(from)), ...spend(from)];
    if (told.kind === 'summary') return [...before, ...put(compactSummary(row, uuid), from, uuid, at)];
    if (told.kind === 'command-output') {
      const drafts = commandOutput(text, uuid);
      const alone = state.turnState === 'open' && from.answer === undefined && from.commandTurn; // the client answered in the model's place
      return [...before, ...put([...drafts, ...(alone ? [{ type: 'turn_end', data: present({ outcome: 'success', text: drafts[0]?.data['message'] }) }] : [])], from, uuid, at)];
    }
    if (told.kind === 'user-command') {
      const ended = endTurn(from);
      from.turn = textIn(row, 'promptId') ?? from.turn; // what the model answers to it is of a turn of its own, as for hooks
      from.answer = undefined;
      from.command = uuid;
      return [...before, ...ended, ...put(userCommand(text, row, uuid), from, uuid, at)];
    }
    if (told.kind === 'user-command-output') return [...before, ...put(userCommandOutput(text, from.command ?? uuid), from, uuid, at)];
    if (told.kind === 'interrupt') return [...before, ...put([{ type: 'turn_end', data: { outcome: 'interrupted' } }], from, uuid, at)];
    if (from.agent !== undefined) return [...before, ...put([{ type: 'prompt', key: `claude:${uuid}`, data: { text, origin: 'machine' } }], from, uuid, at)];
    const ended = endTurn(from);
    const turn = textIn(row, 'promptId') ?? uuid;
    from.turn = turn;
    from.answer = undefined;
    from.commandTurn = textOfBlocks(blocksOf(row)).startsWith('<command-');
    const prompt = present({ ...baseOf(row, from), prompt_id: turn, hook_event_name: 'UserPromptSubmit', prompt: text, source: told.kind === 'prompt' ? told.source : undefined });
    return [...before, ...ended, ...play(prompt, uuid, at), ...put(promptContent(blocksOf(row), uuid), from, uuid, at)];
  }

  function speakerOf(row: JsonObject, from: Speaker): Speaker {
    if (from.agent !== undefined || row['isSidechain'] !== true) return from;
    const parent = textIn(row, 'parentUuid'); // an older client: subagents speak in the file of the session
    const agent = textIn(row, 'agentId') ?? (parent === undefined ? undefined : from.sidechains.get(parent)) ?? `side-${(textIn(row, 'uuid') ?? '').slice(0, 8)}`;
    const uuid = textIn(row, 'uuid');
    if (uuid !== undefined) from.sidechains.set(uuid, agent);
    const known = speakers.get(agent) ?? createSpeaker(agent);
    speakers.set(agent, known);
    known.turn ??= from.turn;
    const prompt = textOfBlocks(blocksOf(row));
    known.parent ??= [...from.calls.values()].find(({ input }) => isJsonObject(input) && input['prompt'] === prompt)?.id;
    return known;
  }

  function agentStart(row: JsonObject, from: Speaker, at: number): readonly HistoryRecord[] {
    const { agent, meta, parent } = from;
    if (agent === undefined || from.started) return [];
    from.started = true;
    const extra = present({ model: meta['model'], spawnDepth: meta['spawnDepth'] });
    const data = present({ agentType: textIn(meta, 'agentType') ?? textIn(row, 'attributionAgent'), description: textIn(meta, 'description'), ...(Object.keys(extra).length > 0 && { extra }) });
    return put([{ type: 'subagent_start', key: agentKey(agent, 'start'), data, ...(parent !== undefined && { call: parent }) }], from, agent, at);
  }

  function agentStop(from: Speaker): readonly HistoryRecord[] {
    const { agent, meta, parent } = from;
    if (agent === undefined || !from.started || from.stopped) return [];
    from.stopped = true;
    const data = present({ agentType: textIn(meta, 'agentType'), text: from.answer });
    return put([{ type: 'subagent_stop', key: agentKey(agent, 'stop'), data, ...(parent !== undefined && { call: parent }) }], from, agent, from.at ?? latest);
  }

  return {
    speaker(file) {
      const speaker = speakers.get(file?.agent ?? MAIN) ?? createSpeaker(file?.agent);
      speakers.set(file?.agent ?? MAIN, speaker);
      if (!file) return speaker;
      speaker.meta = file.meta;
      speaker.parent = textIn(file.meta, 'toolUseId') ?? speaker.parent;
      return speaker;
    },
    async row(row, reading) {
      const from = speakerOf(row, reading);
      const at = timeOf(row) ?? from.at ?? latest;
      const uuid = textIn(row, 'uuid') ?? valueDigest(row);
      const type = row['type'];
      from.cwd = textIn(row, 'cwd') ?? from.cwd;
      if (type === 'user' || type === 'assistant') {
        from.at = Math.max(from.at ?? at, at);
        latest = Math.max(latest, at);
        if (from.agent !== undefined) from.turn = textIn(row, 'promptId') ?? from.turn ?? turnOfCall.get(from.parent ?? '');
      }
      const started = type === 'user' || type === 'assistant' ? agentStart(row, from, at) : [];
      const own = await convert(row, from, uuid, at);
      return own === undefined ? (started.length > 0 ? started : undefined) : [...started, ...own];
    },
    async settle(from) {
      const ended = from.meta['finished'] === true ? agentStop(from) : [];
      return [...(await release(from)), ...spend(from), ...ended];
    },
    get latest() { return latest; },
    finish() {
      const main = speakers.get(MAIN);
      const stops = [...speakers.values()].flatMap((from) => [...spend(from), ...agentStop(from)]);
      const ended = main ? endTurn(main) : [];
      return [...stops, ...ended, ...play({ session_id: place.session, hook_event_name: 'SessionEnd' }, 'end', latest)];
    },
  };

  async function convert(row: JsonObject, from: Speaker, uuid: string, at: number): Promise<readonly HistoryRecord[] | undefined> {
    switch (row['type']) {
      case 'assistant': return assistantRow(row, from, uuid, at);
      case 'user': return userRow(row, from, uuid, at);
      case 'system': return systemOf(row, from, uuid, at);
      case 'attachment': {
        const drafts = attachmentRow(row, uuid, (text) => [{ type: 'prompt', key: `claude:${uuid}`, data: { text, origin: 'human' } }]);
        return drafts && put(drafts, from, uuid, at);
      }
      case 'cost-state': {
        costs.set(numberIn(row, 'startTime') ?? 0, numberIn(row, 'totalCostUSD') ?? 0);
        return put(costOf(row, `claude:cost:${uuid}`, [...costs.values()].reduce((sum, cost) => sum + cost, 0)), from, uuid, at);
      }
      case 'custom-title': {
        const name = textIn(row, 'customTitle');
        return name === undefined ? undefined : put([{ type: 'session_update', key: `claude:${uuid}`, data: { name }, turn: null, agent: null }], from, uuid, at);
      }
      default: return undefined;
    }
  }

  async function systemOf(row: JsonObject, from: Speaker, uuid: string, at: number): Promise<readonly HistoryRecord[] | undefined> {
    if (row['subtype'] !== 'local_command') return put(systemRow(row, uuid), from, uuid, at);
    return userRow({ ...row, message: { role: 'user', content: row['content'] } }, from, uuid, at); // written by the client, meant by the user
  }
}
