import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

// Claude Code hands a slash command to hooks only when it knows the command.
const TEXT = `---
description: Remove what Playhead recorded of this session for good, and record no more of it
disable-model-invocation: true
---

This session is private from here on: Playhead removed what it had recorded of it and keeps nothing more. Say that in one short sentence and use no tools.
`;

/**
 * Makes `/private` known to Claude Code, beside its settings.
 *
 * @returns False when a command of this name stands there that is not ours; it stays as it is.
 */
export function addPrivatePrompt(settingsPath: string): boolean {
  const path = fileOf(settingsPath);
  if (existsSync(path)) return isOurs(path);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, TEXT, { mode: 0o600 });
  return true;
}

/** Takes it away again, with the folder where nothing else is in it. */
export function removePrivatePrompt(settingsPath: string): void {
  const path = fileOf(settingsPath);
  if (!existsSync(path) || !isOurs(path)) return;
  rmSync(path);
  try {
    rmdirSync(dirname(path));
  } catch {
    // other commands are in it
  }
}

function fileOf(settingsPath: string): string {
  return join(dirname(settingsPath), 'commands', 'private.md');
}

function isOurs(path: string): boolean {
  return readFileSync(path, 'utf8') === TEXT;
}
