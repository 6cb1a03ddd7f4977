import { rmSync } from 'node:fs';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordSkillSessions } from '../../replay-core/src/test-support/skill-sessions.ts';
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
    window.keys('G');
    await window.shows(/Session 0\b/);
    window.keys('q');
    await window.shows('ended with 0');
    expect(window.text()).not.toContain('EPIPE');
  });
});
