import type { HistorySession } from '@playhead/recorder';
import { dropsSession } from '../private-command.ts';
import { parseLine } from './parse-line.ts';
import { userRowOf } from './prompt-rows.ts';
import { readLines } from './read-lines.ts';

const NAME = Buffer.from('private');

/** Whether the user of a session typed `/private`. Looks at bytes, and reads the few lines that have the word. */
export async function isPrivate({ path }: HistorySession, signal?: AbortSignal): Promise<boolean> {
  for await (const lines of readLines(path, { ...(signal && { signal }) })) {
    for (const { bytes } of lines) {
      if (bytes?.includes(NAME) !== true) continue;
      for (const row of parseLine(bytes.toString('utf8')).rows) {
        if (row['type'] !== 'user') continue;
        const { kind, text } = userRowOf(row);
        if (kind === 'prompt' && dropsSession({ hook_event_name: 'UserPromptSubmit', prompt: text })) return true;
      }
    }
  }
  return false;
}
