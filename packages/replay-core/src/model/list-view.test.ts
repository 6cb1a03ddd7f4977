import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GrowingList } from './growing-list.ts';
import { beginsWith, viewOf } from './list-view.ts';

const LONG = 20_000;
const items = Array.from({ length: LONG + 10 }, (_, index) => index);

test('a view of a long list reads like the array it stands for', () => {
  const [view, plain] = [viewOf(items, LONG), items.slice(0, LONG)];
  expect(Array.isArray(view)).toBe(true);
  expect([view.length, view[0], view[LONG - 1], view[LONG], view[-1], view.at(-1), view.at(0), view.at(LONG), view.indexOf(LONG)]).toEqual([LONG, 0, LONG - 1, undefined, undefined, LONG - 1, 0, undefined, -1]);
  expect([...view]).toEqual(plain);
  expect([view.map((item) => item + 1), view.filter((item) => item % 2 === 0), view.concat([1])]).toEqual([plain.map((item) => item + 1), plain.filter((item) => item % 2 === 0), plain.concat([1])]);
  expect([Object.keys(view).length, LONG in view, 0 in view, JSON.stringify(view) === JSON.stringify(plain)]).toEqual([LONG, false, true, true]);
  expect([].concat(view as never)).toHaveLength(LONG);
  fc.assert(fc.property(fc.option(fc.integer({ min: -LONG - 5, max: LONG + 20 }), { nil: undefined }), fc.option(fc.integer({ min: -LONG - 5, max: LONG + 20 }), { nil: undefined }), (start, end) => {
    expect(view.slice(start, end)).toEqual(plain.slice(start, end));
  }), { numRuns: 30 });
});

test('nobody can change a view', () => {
  const view = viewOf(items, LONG) as number[];
  expect(() => { view[0] = 7; }).toThrow(TypeError);
  expect(() => { view.length = 0; }).toThrow(TypeError);
  view.push(1); // a copy of it
  expect([view.length, view[0]]).toEqual([LONG, 0]);
});

test('views stay as they are whatever happens to the list', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom('push', 'insert', 'replace', 'remove', 'cut'), fc.nat(40)), { maxLength: 40 }), (changes) => {
    const list = new GrowingList<number>();
    const plain: number[] = [];
    const views: (readonly [readonly number[], readonly number[]])[] = [];
    const given: (readonly [() => readonly number[], readonly number[]])[] = [];
    for (const [what, number] of changes) {
      const place = plain.length === 0 ? 0 : number % plain.length;
      if (what === 'push' || plain.length === 0) { list.push(number); plain.push(number); }
      else if (what === 'insert') { list.insert(place, number); plain.splice(place, 0, number); }
      else if (what === 'replace') { list.replace(place, number); plain[place] = number; }
      else if (what === 'remove') { list.remove(place); plain.splice(place, 1); }
      else { list.cut(place); plain.length = place; }
      views.push([list.view()(), plain.slice()]);
      given.push([list.view(), plain.slice()]);
    }
    for (const [view, then] of views) expect(view).toEqual(then);
    for (const [view, then] of given) expect(view()).toEqual(then);
  }));
});

test('a list begins with an earlier one as long as nothing before its end changed, long or short', () => {
  for (const length of [5, LONG]) {
    const list = new GrowingList<{ readonly place: number }>();
    for (let place = 0; place < length; place += 1) list.push({ place });
    const before = list.view()();
    expect([beginsWith(before, before), beginsWith(before, []), beginsWith([], before)]).toEqual([true, true, false]);
    list.push({ place: length });
    const grown = list.view()();
    expect([beginsWith(grown, before), beginsWith(before, grown), beginsWith([...grown], before)]).toEqual([true, false, true]);
    list.replace(2, { place: 2 });
    const changed = list.view()();
    expect([beginsWith(changed, before), beginsWith(changed, grown), beginsWith(grown, before)]).toEqual([false, false, true]);
  }
});
