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
  expect(written('token=[[GITHUB_TOKEN:7f3a9c]], key=[[AWS_SECRET_KEY:00aa11]]')).toBe('token=⟦github token⟧, key=⟦aws secret key⟧');
  expect(written('[[TEXT:7f3a9c:~256]] and [[UNSCANNED:~4096]]')).toBe('⟦text ~256⟧ and ⟦unscanned ~4096⟧');
  for (const other of ['[[]]', '[[a:7f3a9c]]', '[[A:7f3a9]]', 'arr[[0]]', '[[ -f x ]]']) expect(written(other)).toBe(other);
  expect(withheld(' [[TEXT:7f3a9c:~64]] ')).toBe('text ~64');
  expect(withheld('Use [[TEXT:7f3a9c:~64]]')).toBeUndefined();
});

test('stays quick on hostile text', () => {
  const text = '[[A'.repeat(100_000);
  expect(written(text, 'a')).toHaveLength(text.replaceAll('A', '«A»').length > 0 ? written(text, 'a').length : 0);
  expect(recordedPieces('a'.repeat(100_000), 'a').length).toBeLessThan(1100);
});
