import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DiffHunk, FileDiffData, SessionRecord } from '@playhead/protocol';
import { createModel } from '../model/create-model.ts';
import { recordBuilder } from '../test-support/build-records.ts';
import { fileHistory, fileHistorySteps } from './file-history.ts';
import type { FileHistory, FileHistoryOptions, FileState } from './types.ts';
import { fileHistoryBlobs, fileHistoryBlobSteps } from './witnesses.ts';

const hunk = (oldStart: number, newStart: number, ...lines: readonly string[]): DiffHunk => ({
  oldStart, newStart, lines, oldLines: lines.filter((line) => /^[ -]/.test(line)).length, newLines: lines.filter((line) => /^[ +]/.test(line)).length,
});
const historyOf = (records: readonly SessionRecord[], path = 'a.ts', options: FileHistoryOptions = {}): FileHistory => fileHistory(createModel().add(records), path, options);
const shown = ({ blocks, open }: FileState): string[] => [...blocks.flatMap(({ lines, point }) => lines.map((line) => `${point ?? '-'} ${line ?? '?'}`)), ...(open ? ['…'] : [])];
const edits = (...changes: readonly (Partial<FileDiffData> | { readonly read: string; readonly startLine?: number; readonly totalLines?: number } | 'notice')[]): SessionRecord[] => {
  const record = recordBuilder();
  return changes.map((change, index) => {
    if (change === 'notice') return record('file_change', { path: 'a.ts', change: 'change' });
    if ('read' in change) return record('file_read', { path: 'a.ts', content: change.read, startLine: change.startLine ?? 1, ...(change.totalLines !== undefined && { totalLines: change.totalLines }) }, { call: `c${index}` });
    return record('file_diff', { path: 'a.ts', change: 'modified', hunks: [], ...change }, { call: `c${index}` });
  });
};

test('shows a file as it was at any moment, with the change that wrote each line', () => {
  const history = historyOf(edits(
    { change: 'created', before: null, after: 'one\ntwo\nthree\n' }, { hunks: [hunk(1, 1, ' one', '-two', '+TWO', ' three')] }, { hunks: [hunk(3, 3, ' three', '+four')] }, { change: 'deleted' },
  ));
  expect(history.at(-1)).toMatchObject({ status: 'absent', blocks: [] });
  expect(history.at(0)).toMatchObject({ status: 'known', text: 'one\ntwo\nthree\n', lineCount: 3 });
  expect(shown(history.at(1))).toEqual(['0 one', '1 TWO', '0 three']);
  expect(shown(history.at(2))).toEqual(['0 one', '1 TWO', '0 three', '2 four']);
  expect(history.at(3)).toMatchObject({ status: 'absent', blocks: [], lineCount: 0 });
  expect(history.points.map(({ kind, stepId }) => `${kind} ${stepId}`)).toEqual(['created c0', 'modified c1', 'modified c2', 'deleted c3']);
});

test('a file that was read before it was created anew was there, and what is written over is not known to have been missing', () => {
  expect(historyOf(edits({ read: 'old\n', totalLines: 1 }, { change: 'created', after: 'new\n' })).at(-1)).toMatchObject({ status: 'known', text: 'old\n' });
  expect(historyOf(edits({ before: null, after: 'new\n' })).at(-1)).toMatchObject({ status: 'unknown' });
});

test('a notice of a change that is told afterwards leaves no doubt', () => {
  const created = { change: 'created', before: null, after: 'a\n' } as const;
  expect(historyOf(edits(created, 'notice', { hunks: [hunk(1, 1, '-a', '+b')] })).at(1)).not.toHaveProperty('doubtedBy');
  expect(historyOf(edits(created, 'notice')).at(0)).toHaveProperty('doubtedBy');
});

test('a reader that leaves out the last line feed is no change, and a patch that takes it away is', () => {
  const created = { change: 'created', before: null, after: 'a\nb\n' } as const;
  expect(historyOf(edits(created, { read: 'a\nb', totalLines: 2 })).points).toHaveLength(1);
  expect(historyOf(edits(created, { hunks: [hunk(2, 2, '-b', '+c', '\\ No newline at end of file')] })).at(1).text).toBe('a\nc');
});

test('finds the moment of a time', () => {
  const history = historyOf(edits({ change: 'created', after: 'a\n' }, { hunks: [hunk(1, 1, '-a', '+b')] }));
  const [first, second] = history.points.map(({ at }) => at);
  expect([(first ?? 0) - 1, first ?? 0, (second ?? 0) - 1, (second ?? 0) + 9].map((time) => history.pointAt(time))).toEqual([-1, 0, 0, 1]);
});

test('knows of a file of which it saw no whole text what patches tell, and says that the rest is unknown', () => {
  const history = historyOf(edits({ hunks: [hunk(3, 3, ' c', '-d', '+D', ' e')] }));
  expect(shown(history.at(0))).toEqual(['- ?', '- ?', '- c', '0 D', '- e', '…']);
  expect(history.at(0)).toMatchObject({ status: 'partial', open: true });
  expect(shown(history.at(-1))).toEqual(['- ?', '- ?', '- c', '- d', '- e', '…']);
});

test('knows of earlier moments what is learned later', () => {
  const history = historyOf(edits({ hunks: [hunk(2, 2, '-b', '+B')] }, { read: 'a\nB\nc\n', totalLines: 4 }));
  expect(history.at(-1)).toMatchObject({ status: 'known', text: 'a\nb\nc\n' });
  expect(shown(history.at(0))).toEqual(['- a', '0 B', '- c']);
});

test('makes a change that no step made a point of its own, where it is noticed', () => {
  const history = historyOf(edits({ change: 'created', after: 'a\nb\nc\n' }, { before: 'a\nX\nc\n', hunks: [hunk(3, 3, '-c', '+C')] }));
  expect(history.points.map(({ kind }) => kind)).toEqual(['created', 'outside', 'modified']);
  expect(history.points[1]).not.toHaveProperty('stepId');
  expect(shown(history.at(2))).toEqual(['0 a', '1 X', '2 C']);
});

test('knows little after a patch that does not fit, rather than something false', () => {
  const history = historyOf(edits({ change: 'created', after: 'a\nb\nc\n' }, { hunks: [hunk(2, 2, ' x', '-y', '+Y')] }));
  expect(history.points.map(({ kind }) => kind)).toEqual(['created', 'outside', 'modified']);
  expect(shown(history.at(0))).toEqual(['0 a', '0 b', '0 c']);
  expect(shown(history.at(2))).toEqual(['1 ?', '1 x', '2 Y', '…']);
});

test('sees by a read that something else changed the file', () => {
  const history = historyOf(edits({ change: 'created', after: 'a\nb\nc\n' }, { read: 'a\nb\nZ\n', totalLines: 4 }, { read: 'Q', startLine: 2 }));
  expect(shown(history.at(1))).toEqual(['0 a', '0 b', '1 Z']);
  expect(shown(history.at(2))).toEqual(['2 ?', '2 Q', '…']);
});

test('names who says that the file may be another one, until something shows that it is not', () => {
  const told = edits({ change: 'created', after: 'a\n' }, 'notice');
  expect(historyOf(told).at(0).doubtedBy).toBe('p1-1');
  const confirmed = historyOf(edits({ change: 'created', after: 'a\n' }, 'notice', { hunks: [hunk(1, 1, '-a', '+b')] }));
  expect(confirmed.points.map(({ kind }) => kind)).toEqual(['created', 'modified']);
  expect(confirmed.at(1)).toMatchObject({ status: 'known' });
  const changed = historyOf(edits({ change: 'created', after: 'a\n' }, 'notice', { before: 'X\n', hunks: [hunk(1, 1, '-X', '+b')] }));
  expect(changed.points[1]).toMatchObject({ kind: 'outside', eventId: 'p1-1' });
});

test('places an edit that does not say where, if what it replaced stands once', () => {
  const unplaced = (before: string, after: string): DiffHunk => hunk(0, 0, `-${before}`, `+${after}`);
  const history = historyOf(edits({ change: 'created', after: 'let a = 1\nlet b = 1\n' }, { hunks: [unplaced('b = 1', 'b = 2')] }, { hunks: [unplaced('let', 'const')] }));
  expect(shown(history.at(1))).toEqual(['0 let a = 1', '1 let b = 2']);
  expect(history.at(2)).toMatchObject({ status: 'unknown', open: true });
});

test('takes patches in which a client wrote spaces for tabs, and the tabs once a text shows them', () => {
  const history = historyOf(edits({ before: 'if x {\n\ta()\n}\n', hunks: [hunk(1, 1, ' if x {', '-  a()', '+  b()', ' }')] }, { read: 'if x {\n\tb()\n}\n', totalLines: 4 }));
  expect(history.points).toHaveLength(1);
  expect(history.at(0).text).toBe('if x {\n\tb()\n}\n');
});

test('follows a file through renames, and leaves the old name without one', () => {
  const record = recordBuilder();
  const records = [
    record('file_diff', { path: 'old.ts', change: 'created', hunks: [], after: 'a\nb\n' }), record('file_diff', { path: 'new.ts', oldPath: 'old.ts', change: 'renamed', hunks: [hunk(1, 1, '-a', '+A')] }),
  ];
  expect(shown(historyOf(records, 'new.ts').at(1))).toEqual(['1 A', '0 b']);
  expect(historyOf(records, 'old.ts').at(1)).toMatchObject({ status: 'absent' });
  expect(historyOf(records, 'other.ts').points).toEqual([]);
});

test('tells a file without text from one without lines', () => {
  const binary = { $blob: 'sha256-1', size: 9, encoding: 'base64' } as const;
  const history = historyOf(edits({ change: 'created', after: '' }, { after: binary }, { before: binary, after: 'a\n' }));
  expect(history.at(0)).toMatchObject({ status: 'known', text: '', lineCount: 0 });
  expect(history.at(1)).toMatchObject({ status: 'binary' });
  expect(shown(history.at(2))).toEqual(['2 a']);
});

test('uses large texts once they are at hand, and names them', () => {
  const blob = { $blob: 'sha256-1', size: 9, encoding: 'text' } as const;
  const records = edits({ before: blob, hunks: [hunk(2, 2, '-b', '+B')] });
  expect(fileHistoryBlobs(createModel().add(records), 'a.ts')).toEqual([blob]);
  expect(historyOf(records).at(0).status).toBe('partial');
  expect(historyOf(records, 'a.ts', { textOf: (value) => (typeof value === 'string' ? value : 'a\nb\n') }).at(0).text).toBe('a\nB\n');
});

test('knows the patches of a long session once they are at hand', () => {
  const change = hunk(1, 1, '-a', '+b');
  const [first, second] = edits({ change: 'created', after: 'a\n' }, { hunks: [change] });
  const brief: SessionRecord[] = [first, second].flatMap((record) => record ?? []).map((record, index) => (index === 0 ? record : { ...record, data: { ...record.data, hunks: { $blob: 'hunks', size: 9, encoding: 'json', added: 1, removed: 1 } } }));
  expect(fileHistoryBlobs(createModel().add(brief), 'a.ts')).toMatchObject([{ $blob: 'hunks' }]);
  expect(historyOf(brief).at(1).status).toBe('unknown');
  expect(historyOf(brief, 'a.ts', { textOf: (value) => (typeof value === 'string' ? value : JSON.stringify([change])) }).at(1).text).toBe('b\n');
});

test('is not led to endless lines by a patch or a read', () => {
  const history = historyOf(edits({ change: 'created', after: 'a\n' }, { hunks: [hunk(600_000, 600_000, '-x', '+y')] }, { read: 'q', startLine: 600_000 }));
  for (const point of [0, 1, 2, 3, 4]) expect(history.at(point).lineCount).toBeLessThan(10);
});

/** An edit of a machine's file: so many lines at a place become others. */
interface Splice { readonly at: number; readonly gone: number; readonly come: readonly string[] }
type Told = 'patch' | 'before and patch' | 'after' | 'before and after' | 'all';

const pieces = (texts: fc.Arbitrary<string>): fc.Arbitrary<string[]> => fc.array(texts, { minLength: 1, maxLength: 12 });
const splices = (texts: fc.Arbitrary<string>): fc.Arbitrary<Splice> => fc.record({ at: fc.nat(1000), gone: fc.nat(4), come: fc.array(texts, { maxLength: 4 }) });
const told: fc.Arbitrary<Told> = fc.constantFrom('patch', 'before and patch', 'after', 'before and after', 'all');

/** A patch with up to `around` lines of context, written from the edit itself. Files here end in a line feed. */
function patchOf(lines: readonly string[], { at, gone, come }: Splice, around: number): DiffHunk[] {
  if (gone === 0 && come.length === 0) return [];
  const from = Math.max(0, at - around);
  const to = Math.min(lines.length, at + gone + around);
  const olds = to - from;
  const news = olds - gone + come.length;
  return [{
    oldStart: olds === 0 ? from : from + 1, oldLines: olds, newStart: news === 0 ? from : from + 1, newLines: news,
    lines: [...lines.slice(from, at).map((line) => ` ${line}`), ...lines.slice(at, at + gone).map((line) => `-${line}`), ...come.map((line) => `+${line}`), ...lines.slice(at + gone, to).map((line) => ` ${line}`)],
  }];
}

const clip = (lines: readonly string[], { at, gone, come }: Splice): Splice => {
  const place = at % (lines.length + 1);
  return { at: place, gone: Math.min(gone, lines.length - place), come };
};
const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

test('whatever a recording tells of random edits, no known line is another than the machine had', () => {
  const lines = fc.constantFrom('', 'a', 'b', '\tc', 'd e');
  fc.assert(fc.property(pieces(lines), fc.array(fc.tuple(splices(lines), told, fc.nat(3), fc.option(fc.nat(1000))), { minLength: 1, maxLength: 12 }), fc.boolean(), (first, changes, begun) => {
    const record = recordBuilder();
    const records: SessionRecord[] = begun ? [record('file_diff', { path: 'a.ts', change: 'created', before: null, hunks: [], after: textOf(first) }, { call: 'first' })] : [];
    const machine = new Map<string, readonly string[]>();
    machine.set('first', first);
    let now: readonly string[] = first;
    changes.forEach(([wish, how, around, read], index) => {
      const splice = clip(now, wish);
      const next = now.toSpliced(splice.at, splice.gone, ...splice.come);
      const hunks = how === 'after' || how === 'before and after' ? [] : patchOf(now, splice, around);
      const before = how.startsWith('before') || how === 'all' || hunks.length === 0 ? { before: textOf(now) } : {};
      const after = how.includes('after') || how === 'all' || hunks.length === 0 ? { after: textOf(next) } : {};
      records.push(record('file_diff', { path: 'a.ts', change: 'modified', hunks, ...before, ...after }, { call: `c${index}` }));
      machine.set(`c${index}`, next);
      now = next;
      const start = read === null ? now.length : read % (now.length + 1);
      if (start < now.length) records.push(record('file_read', { path: 'a.ts', content: now.slice(start, start + 3).join('\n'), startLine: start + 1, totalLines: now.length + 1 }, { call: `r${index}` }));
    });
    const history = historyOf(records);
    expect(history.points.filter(({ kind }) => kind === 'outside')).toEqual([]);
    history.points.forEach(({ stepId }, point) => {
      const state = history.at(point);
      const really = machine.get(stepId ?? '') ?? [];
      for (const { line, lines: known } of state.blocks) known.forEach((text, index) => { if (text !== undefined) expect(text).toBe(really[line - 1 + index]); });
      if (begun) expect(state.text).toBe(textOf(really));
      if (state.text !== undefined) expect(state.text).toBe(textOf(really));
    });
  }), { numRuns: 150 });
});

test('blames for every line the last step that wrote it', () => {
  let made = 0;
  const fresh = fc.constant('').map(() => `line ${made++}`);
  fc.assert(fc.property(pieces(fresh), fc.array(fc.tuple(splices(fresh), fc.constantFrom<Told>('patch', 'before and patch', 'all'), fc.nat(3)), { minLength: 1, maxLength: 15 }), (first, changes) => {
    const record = recordBuilder();
    const records: SessionRecord[] = [];
    let now = first.map((text) => ({ text, by: 'before' }));
    const expected: (readonly { readonly text: string; readonly by: string }[])[] = [];
    changes.forEach(([wish, how, around], index) => {
      const texts = now.map(({ text }) => text);
      const splice = clip(texts, wish);
      const hunks = patchOf(texts, splice, around);
      if (hunks.length === 0) return;
      now = now.toSpliced(splice.at, splice.gone, ...splice.come.map((text) => ({ text, by: `c${index}` })));
      const after = now.map(({ text }) => text);
      records.push(record('file_diff', {
        path: 'a.ts', change: 'modified', hunks, ...((how !== 'patch' || records.length === 0) && { before: textOf(texts) }), ...(how === 'all' && { after: textOf(after) }),
      }, { call: `c${index}` }));
      expected.push(now);
    });
    const history = historyOf(records);
    expected.forEach((lines, point) => {
      const blamed = history.at(point).blocks.flatMap((block) => block.lines.map((text) => ({ text, by: block.point === undefined ? 'before' : history.points[block.point]?.stepId })));
      expect(blamed).toEqual(lines);
    });
  }), { numRuns: 150 });
});

/** How often work can be left, and what it gives. */
function turnsOf<Result>(steps: Generator<void, Result, void>): { readonly turns: number; readonly result: Result } {
  for (let turns = 0; ; turns += 1) {
    const { done, value } = steps.next();
    if (done) return { turns, result: value };
  }
}

test('the history of a file with thousands of changes is made a little at a time, and is the same', () => {
  const many = Array.from({ length: 3000 }, (_, index) => ({ hunks: [hunk((index * 7) % 100 + 1, (index * 7) % 100 + 1, `-line ${(index * 7) % 100}${'!'.repeat(Math.floor(index / 100))}`, `+line ${(index * 7) % 100}${'!'.repeat(Math.floor(index / 100) + 1)}`)] }));
  const model = createModel().add(edits({ before: null, after: Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n') }, ...many));
  const { turns, result } = turnsOf(fileHistorySteps(model, 'a.ts'));
  expect(turns).toBeGreaterThan(3000);
  const whole = fileHistory(model, 'a.ts');
  expect(result.points).toEqual(whole.points);
  for (const point of [-1, 0, 1234, 3000]) expect(result.at(point)).toEqual(whole.at(point));
  expect(result.at(3000).text?.split('\n')[7]).toBe(`line 7${'!'.repeat(30)}`);
});

test('a long recording is gone through a little at a time, whatever file it is about', () => {
  const model = createModel().add(edits(...Array.from({ length: 20_000 }, () => ({ path: 'b.ts' })), { hunks: [hunk(1, 1, '+x')] }));
  expect(turnsOf(fileHistorySteps(model, 'a.ts')).turns).toBeGreaterThan(4);
  expect(turnsOf(fileHistoryBlobSteps(model, 'a.ts')).turns).toBeGreaterThan(4);
});

test('what compares two texts may take its time', () => {
  const model = createModel().add(edits({ before: null, after: 'a\nb\nc\n' }, { after: 'a\nB\nc\nd\n' }));
  const compare = function* (): Generator<void, readonly DiffHunk[], void> {
    for (let turn = 0; turn < 50; turn += 1) yield;
    return [hunk(2, 2, '-b', '+B'), hunk(4, 4, '+d')];
  };
  const { turns, result } = turnsOf(fileHistorySteps(model, 'a.ts', { compare }));
  expect(turns).toBeGreaterThan(50);
  expect(shown(result.at(1))).toEqual(['0 a', '1 B', '0 c', '1 d']);
});

test('a file of two hundred thousand lines that one patch wrote is shown whole', () => {
  const lines = Array.from({ length: 200_000 }, (_, index) => `line ${index}`);
  const history = historyOf(edits({ change: 'created', before: null, hunks: [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 200_000, lines: lines.map((line) => `+${line}`) }] }));
  expect(history.at(0)).toMatchObject({ status: 'known', lineCount: 200_000 });
});
