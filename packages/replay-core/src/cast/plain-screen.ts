import type { SessionRecord } from '@playhead/protocol';
import { dataOf, stringIn } from '../model/read-data.ts';
import type { CastEvent } from './types.ts';

/** What players see of a session in which nothing ran in a terminal of its own: prompts, answers, commands and what these printed. */
export function plainScreen(record: Pick<SessionRecord, 'type' | 'data'>): readonly Omit<CastEvent, 'kind' | 'at'>[] {
  const data = dataOf(record);
  const text = stringIn(data, 'text') ?? '';
  switch (record.type) {
    case 'prompt': return printed(`\u001b[1m> ${harmless(text)}\u001b[0m\n`);
    case 'assistant_text': return printed(harmless(text) + (text.endsWith('\n') || data['final'] === false ? '' : '\n'));
    case 'terminal_command': return printed(`\u001b[2m$ ${harmless(stringIn(data, 'command') ?? '')}\u001b[0m\n`);
    case 'terminal_output': return data['encoding'] === 'base64' ? [] : printed(text);
    default: return [];
  }
}

function printed(text: string): readonly Omit<CastEvent, 'kind' | 'at'>[] {
  return text === '' ? [] : [{ code: 'o', data: text.replaceAll(/\r?\n/g, '\r\n') }];
}

/** A text that was no output of a terminal does nothing to one. */
function harmless(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what it is about
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}
