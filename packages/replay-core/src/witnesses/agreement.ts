import type { TextValue } from '@playhead/protocol';
import { placeOfName } from '../brief/log-place.ts';
import type { Entry } from '../model/entry.ts';
import { dataOf, textIn } from '../model/read-data.ts';
import { closedWith } from '../model/step-result.ts';
import type { Step } from '../model/types.ts';
import { isSameText } from './same-text.ts';

/** Whether the witnesses say the same of how it ended and what came back. */
export function agreementOf(entries: readonly Entry[]): Step['agreement'] {
  // Who looks at what is printed does not say how it ended.
  if (new Set(entries.map(({ record }) => record.via).filter((via) => via !== 'pty')).size < 2) return 'single';
  const perWitness = new Map<string, { status: string; text: TextValue | undefined }>();
  for (const closer of entries) {
    if (closer.event.step !== 'closes') continue;
    const text = compared(textIn(dataOf(closer.record), 'text'));
    const told = perWitness.get(closer.record.via);
    const status = told && told.status !== 'ok' ? told.status : closedWith(closer);
    perWitness.set(closer.record.via, { status, text: text ?? told?.text });
  }
  const statuses = new Set([...perWitness.values()].map(({ status }) => status));
  const [first, ...others] = [...perWitness.values()].flatMap(({ text }) => (text === undefined ? [] : [text]));
  return statuses.size > 1 || others.some((text) => first !== undefined && !isSameText(first, text)) ? 'differs' : 'agree';
}

/** Of a text beside the log nothing but its name is known, which one more space changes. */
function compared(text: TextValue | undefined): TextValue | undefined {
  return text === undefined || typeof text === 'string' || placeOfName(text.$blob) ? text : undefined;
}
