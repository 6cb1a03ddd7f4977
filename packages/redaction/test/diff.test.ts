import { expect, test } from 'vitest';
import { createLoadedRedactor } from '../src/engine.ts';

const redactor = createLoadedRedactor({ key: new Uint8Array(32).fill(7), userRules: [], clock: () => 0 });
/** Made of pieces, so that it stands in no file of this repository. */
const JWT = [Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url'), Buffer.from('{"sub":"1916279102"}').toString('base64url'), 'LDN7pl23vdyIZ9BAaRcjqeX76TKG_gbjhuQ3oPBRmBb'].join('.');
const PEM = ['-----BEGIN', 'PRIVATE', 'KEY-----'].join(' ');
const body = ['MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj', 'MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu'];

test.each(['+', '-', ' '])('a secret right behind the mark %j of a changed line goes, the mark stays', (mark) => {
  const { value } = redactor.redactValue({ hunks: [{ lines: [' const a = 1;', `${mark}${JWT}`, '+const b = 2;'] }] });
  expect(value.hunks[0]?.lines[1]).toMatch(new RegExp(`^\\${mark}\\[\\[[A-Z_]+:[0-9a-f]{6}\\]\\]$`));
  expect([value.hunks[0]?.lines[0], value.hunks[0]?.lines[2]]).toEqual([' const a = 1;', '+const b = 2;']);
});

test('a card number right behind a mark goes too', () => {
  const { value } = redactor.redactValue({ hunks: [{ lines: ['+4630296960302689', '-5173 6150 1442 5180'] }] });
  expect(value.hunks[0]?.lines.map((line) => line.replace(/[0-9a-f]{6}\]\]$/, ''))).toEqual(['+[[CREDIT_CARD:', '-[[CREDIT_CARD:']);
});

test('the same in a diff that is one text', () => {
  const { value } = redactor.redactText(`--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-${JWT}\n+none\n`);
  expect(value).toMatch(/\n-\[\[[A-Z_]+:[0-9a-f]{6}\]\]\n\+none\n$/);
});

test('a key block that a hunk shows line by line goes, and the hunk keeps its lines', () => {
  const lines = ['+# the key', `+${PEM}`, ...body.map((line) => `+${line}`), `+${PEM.replace('BEGIN', 'END')}`, ' rest'];
  const { value } = redactor.redactValue({ hunks: [{ lines }] });
  const out = value.hunks[0]?.lines ?? [];
  expect(out).toHaveLength(lines.length);
  expect(out.every((line, index) => line[0] === lines[index]?.[0])).toBe(true);
  for (const line of body) expect(out.join('\n')).not.toContain(line.slice(0, 12));
});

test('a list and a text without hunks are no diffs: a dash in front of a word is its own', () => {
  const list = { items: ['- one', '- two'], text: '- first\n+ second\n--flag' };
  expect(redactor.redactValue(list).value).toBe(list);
});
