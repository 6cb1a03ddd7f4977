import { expect, test } from 'vitest';
import { recordedPieces, withheld } from './recorded-pieces.ts';

const written = (text: string, query = ''): string => recordedPieces(text, query).map((piece) => (piece.type === 'hit' ? `«${piece.text}»` : piece.type === 'redacted' ? `⟦${piece.text}⟧` : piece.text)).join('');

test('marks what is searched for in any case, and leaves everything else as it is', () => {
  expect(written('revokeFamily and RevokeFamily', 'revokefamily')).toBe('«revokeFamily» and «RevokeFamily»');
  expect(written('<b>x</b>', '<b>')).toBe('«<b>»x</b>');
  expect(written('nothing', 'else')).toBe('nothing');
  expect(written('a', '  ')).toBe('a');
  expect(written('İİİx', 'x').replaceAll(/[«»]/g, '')).toBe('İİİx');
});

test('names what was redacted', () => {
  expect(written('token=[REDACTED:github_token#2], key=[REDACTED:aws-secret-key]')).toBe('token=⟦github token⟧, key=⟦aws-secret-key⟧');
  expect(written('[REDACTED:]')).toBe('[REDACTED:]');
  expect(withheld(' [REDACTED:prompt] ')).toBe('prompt');
  expect(withheld('Use [REDACTED:prompt]')).toBeUndefined();
});

test('stays quick on hostile text', () => {
  const text = '[REDACTED:'.repeat(100_000);
  expect(written(text, 'a')).toHaveLength(text.replaceAll('A', '«A»').length > 0 ? written(text, 'a').length : 0);
  expect(recordedPieces('a'.repeat(100_000), 'a').length).toBeLessThan(1100);
});
