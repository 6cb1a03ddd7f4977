import { rmSync } from 'node:fs';
import { encodeRecord } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordSkillSessions, skillSessionId } from '../../replay-core/src/test-support/skill-sessions.ts';
import { buildBin, temporary } from './support.ts';
import { hasLess, hasTmux, openWindow, type Window } from './tmux.ts';

const tmux = hasTmux();
const less = hasLess();
const bin = tmux ? await buildBin() : '';
afterAll(() => rmSync(bin, { force: true }));

describe.skipIf(!tmux)('in a terminal', () => {
  const dir = temporary();
  beforeAll(async () => {
    const storage = fsStorage({ dir });
    await recordSkillSessions(storage);
    await storage.close();
  });
  const open = (...args: readonly string[]): Window => openWindow([process.execPath, bin, ...args, '--dir', dir], { columns: 100, rows: 20, env: { PAGER: 'less' } });

  test('a session is chosen by keys, and shown', async () => {
    const window = open('sessions', 'show');
    await window.shows(/Session 49/);
    window.keys('Down', 'Down');
    await window.shows(/●.*Session 47/);
    window.keys('Enter');
    await window.shows(/^Session 47 {2}\(/m);
    await window.shows('ended with 0');
  });

  test('whoever cancels the choice gets the prompt of the shell back', async () => {
    const window = open('sessions', 'show');
    await window.shows(/Session 49/);
    window.keys('C-c');
    await window.shows(/ended with \d+/);
    await window.shows(/^icanon/m);
  });

  test.skipIf(!less)('a list that is longer than the screen is read in the pager, and whoever quits it early sees no error', async () => {
    const window = open('sessions', 'list', '--limit', '50');
    await window.shows(/^ID +PROJECT/m);
    expect(window.text()).not.toContain('ended with');
    window.keys('C-c');
    window.keys('C-c'); // which is for the pager
    window.keys('G');
    await window.shows(/Session 0\b/);
    window.keys('q');
    await window.shows('ended with 0');
    expect(window.text()).not.toContain('EPIPE');
  });

  test('delete and prune ask first, do nothing unless told to, and ask no more with --yes', async () => {
    const there = async (): Promise<number> => {
      const storage = fsStorage({ dir });
      const { sessions } = await storage.list({ limit: 100 });
      await storage.close();
      return sessions.length;
    };
    const before = await there();
    for (const answer of ['Enter', 'C-c', 'Escape']) {
      const asked = open('sessions', 'delete', skillSessionId(0));
      await asked.shows(/Delete 01980000-\S+, Session 0, for good\?/);
      asked.keys(answer);
      await asked.shows(/nothing was deleted\n+ended with 1\nicanon/);
    }
    const pruned = open('sessions', 'prune', '--max-count', '49');
    await pruned.shows(/Remove 1 recording, .* for good\?/);
    pruned.keys('n');
    await pruned.shows(/nothing was removed\n[^]*ended with 1/);
    expect(await there()).toBe(before);
    const yes = open('sessions', 'delete', skillSessionId(0));
    await yes.shows('for good?');
    yes.keys('y');
    await yes.shows(/deleted 01980000-\S+\n+ended with 0/);
    await open('sessions', 'delete', skillSessionId(1), '--yes').shows(/deleted 01980000-\S+\n+ended with 0/);
    expect(await there()).toBe(before - 2);
  });

  test('a file is chosen of those that a session changed', async () => {
    const storage = fsStorage({ dir });
    const sessionId = skillSessionId(2);
    await storage.append(sessionId, ['one.txt', 'two.txt'].map((path, n) => encodeRecord({ id: `d${n}`, p: 'diffs', e: 0, n, at: 1_763_693_890_000_000 + n, type: 'file_diff', via: 'sdk', data: { path, change: 'created', after: `of ${path}\n`, hunks: [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 1, lines: [`+of ${path}`] }] } })));
    await storage.close();
    const window = open('sessions', 'diff', sessionId, '--pick');
    await window.shows(/one\.txt {2}\+1 -0/);
    window.keys('Down', 'Enter');
    await window.shows(/\+of two\.txt\n[^]*ended with 0/);
    expect(window.text()).not.toContain('+of one.txt');
  });
});
