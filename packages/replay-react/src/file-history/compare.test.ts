import { structuredPatch } from 'diff';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createModel, fileHistory } from '@playhead/replay-core';
import { compareTexts } from '../diff/patch-texts.ts';
import { buildRecords, type Line } from '../testing/build-session.ts';

const text = fc.array(fc.constantFrom('a', 'b', 'c', '', '\n', '\n', '\n'), { maxLength: 14 }).map((pieces) => pieces.join(''));

test('applying what patches tell gives the file of the machine, with and without a line feed at its end', () => {
  fc.assert(fc.property(fc.array(text, { minLength: 2, maxLength: 7 }), fc.nat(3), fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), (versions, context, whole) => {
    const lines = versions.slice(1).map((after, index): Line => {
      const before = versions[index] ?? '';
      const { hunks } = structuredPatch('', '', before, after, '', '', { context });
      const alone = whole[index] === true || hunks.length === 0;
      return { type: 'file_diff', call: `c${index}`, data: JSON.parse(JSON.stringify({ path: 'a.ts', change: 'modified', hunks: alone ? [] : hunks, ...(index === 0 && { before }), ...(alone && { after }) })) };
    });
    const history = fileHistory(createModel().add(buildRecords(lines)), 'a.ts', { compare: compareTexts });
    expect(history.points.map(({ kind }) => kind)).toEqual(lines.map(() => 'modified'));
    expect(versions.map((_, index) => history.at(index - 1).text)).toEqual(versions);
  }), { numRuns: 200 });
});
