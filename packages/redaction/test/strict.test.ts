import { readFileSync } from 'node:fs';
import { eventRegistry } from '@playhead/protocol';
import { parseEventData } from '@playhead/protocol/schemas';
import { expect, test } from 'vitest';
import { createRandom } from './corpus/random.ts';
import { redactorOf } from './support.ts';

const page = readFileSync(new URL('../../protocol/PROTOCOL.md', import.meta.url), 'utf8');
/** The example of each event type, with every field it has. */
const examples = [...page.matchAll(/^\| `(\w+)` \|.*\| `(\{.*\})` \|$/gm)].flatMap(([, type, example]) => (type && example && eventRegistry.has(type) ? [[type, JSON.parse(example) as Record<string, unknown>] as const] : []));

test('the protocol has an example of every event', () => {
  expect(examples.map(([type]) => type).toSorted()).toEqual([...eventRegistry.keys()].toSorted());
});

test.each(examples)('strict leaves a %s that the protocol accepts, with its words and numbers', (type, data) => {
  const { value } = redactorOf({ policy: 'strict' }).redactValue(data, { type });
  expect(() => parseEventData(type, value)).not.toThrow();
  for (const [field, before] of Object.entries(data)) if (typeof before === 'number' || typeof before === 'boolean') expect((value as Record<string, unknown>)[field], field).toBe(before);
});

test.each(examples)('entity leaves the example of a %s as it is, but for people', (type, data) => {
  expect(redactorOf({ except: ['EMAIL_ADDRESS'] }).redactValue(data, { type }).value).toBe(data);
});

test.each(['entity', 'strict'] as const)('no field of any event lets a secret through under %s', (policy) => {
  const redactor = redactorOf({ policy });
  const random = createRandom(policy);
  for (const [type, data] of examples) {
    const secret = `ghp_${random.alnum(36)}`;
    const planted = plant({ ...data, extra: { [`a ${secret}`]: secret } }, secret);
    expect(JSON.stringify(redactor.redactValue(planted, { type }).value), type).not.toContain(secret.slice(6, 14));
  }
});

test('strict keeps words of a list, no sentences', () => {
  const redactor = redactorOf({ policy: 'strict' });
  expect(redactor.redactValue({ outcome: 'success', reason: 'the plan was to buy their shares' }, { type: 'session_stop' }).value).toEqual({ outcome: 'success', reason: expect.stringMatching(/^\[\[TEXT:/) as string });
});

test('strict keeps how a terminal was recorded, not what it showed', () => {
  const redactor = redactorOf({ policy: 'strict' });
  expect(redactor.redactValue({ text: '', stream: 'pty', exitCode: 143, signal: 'SIGTERM' }, { type: 'terminal_output' }).value).toEqual({ text: '', stream: 'pty', exitCode: 143, signal: 'SIGTERM' });
  expect(redactor.redactValue({ text: 'aGVsbG8=', stream: 'pty', encoding: 'base64' }, { type: 'terminal_output' }).value).toEqual({ text: expect.stringMatching(/^\[\[TEXT:/) as string, stream: 'pty', encoding: 'base64' });
  expect(redactor.redactValue({ text: '', redacted: true }, { type: 'terminal_input' }).value).toEqual({ text: '', redacted: true });
  expect(redactor.redactValue({ text: 'aGVsbG8=', encoding: 'base64' }, { type: 'terminal_input' }).value).toEqual({ text: expect.stringMatching(/^\[\[TEXT:/) as string, encoding: 'base64' });
});

/** The same value with a secret in each of its texts. */
function plant(value: unknown, secret: string): unknown {
  if (typeof value === 'string') return `${value} ${secret}`;
  if (Array.isArray(value)) return value.map((item) => plant(item, secret));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plant(item, secret)]));
  return value;
}
