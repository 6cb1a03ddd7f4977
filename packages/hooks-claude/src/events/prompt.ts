import { valueDigest } from '../digest.ts';
import type { Draft } from '../draft.ts';
import { present } from '../fields.ts';
import { closeDangling } from './dangling.ts';
import type { OpenCall } from '../state.ts';
import { single, type EventConverter } from './event-input.ts';

const NAME_CHARACTERS = 80;

/** UserPromptSubmit: a turn begins. What the main agent left open is over. */
export const userPromptSubmit: EventConverter = ({ state, payload, fields, turn }) => {
  const text = fields.text('prompt');
  if (text === undefined) return single('harness_event', { name: 'UserPromptSubmit' }, fields);
  const origin = originOf(text, payload['source']);
  const id = payload['prompt_id'];
  // Another prompt may come under the same id; the same one comes again when whoever brought it was killed before it heard that it is stored.
  const isKnown = id === state.turn && state.prompt !== valueDigest(text);
  const key = typeof id === 'string' && !isKnown ? { key: `claude:prompt:${id}` } : {};
  const open = state.turnState === 'open' && state.turn !== turn;
  const isLate = (call: OpenCall): boolean => typeof id === 'string' && call.turn === id && !isKnown; // its hook hung: the call came of this very prompt
  return [
    ...closeDangling(state, (call) => call.agent === undefined && !isLate(call)),
    ...(open ? [{ type: 'turn_end', data: { outcome: 'interrupted' }, turn: state.turn ?? null, agent: null, ...guessedEnd(state.turn) }] : []),
    ...(origin === 'human' && !state.named ? [named(text)] : []),
    ...single('prompt', { text, origin }, fields, key),
  ];
};

/** UserPromptExpansion: a slash command became a prompt. The text behind `/note` is a moment of the recording. */
export const userPromptExpansion: EventConverter = ({ fields }) => {
  const name = fields.text('command_name') ?? 'unknown';
  const given = fields.text('command_args');
  const note = /^\/?playhead:note$/.test(name) ? given?.trim() : undefined;
  const expansion = single('prompt_expansion', { name, arguments: given, source: fields.text('command_source'), text: fields.text('prompt') }, fields);
  return note ? [...expansion, { type: 'moment', data: { title: note.slice(0, 500) } }] : expansion;
};

/** The key of an end that was only guessed: what the transcript says of the turn counts instead. */
export function guessedEnd(turn: string | undefined): Pick<Draft, 'key'> {
  return turn === undefined ? {} : { key: turnEndKey(turn) };
}

/** The source key of the end of a turn. */
export function turnEndKey(turn: string): string {
  return `claude:turn:${turn}:end`;
}

function originOf(text: string, source: unknown): 'human' | 'machine' | 'command' {
  if (text.startsWith('<task-notification>')) return 'machine';
  if (typeof source === 'string' && /task|system|notification|machine|hook|cron/i.test(source)) return 'machine';
  return text.startsWith('<command-name>') || /^\/[a-z][\w:-]*(?:\s|$)/i.test(text) ? 'command' : 'human';
}

function named(prompt: string): Draft {
  const line = prompt.split('\n').find((one) => one.trim() !== '')?.trim() ?? '';
  const name = Array.from(line.slice(0, NAME_CHARACTERS * 2)).slice(0, NAME_CHARACTERS).join('');
  return { type: 'session_update', data: present({ name: name === '' ? undefined : name, prompt }), key: 'claude:session:name', turn: null, agent: null };
}
