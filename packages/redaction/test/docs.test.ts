import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ruleKinds } from '../src/rules/all.ts';

const page = readFileSync(new URL('../../../docs/redaction.md', import.meta.url), 'utf8');

test('docs/redaction.md names every kind that rules find, and no other', () => {
  const table = page.slice(page.indexOf('### Kinds'), page.indexOf('## What stays'));
  expect([...table.matchAll(/`([A-Z0-9_]+)`/g)].map((match) => match[1]).toSorted()).toEqual([...ruleKinds].toSorted());
});

test('docs/redaction.md says how many there are', () => {
  expect(page).toContain(`${ruleKinds.size} kinds in all`);
});
