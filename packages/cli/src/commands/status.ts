import { join } from 'node:path';
import type { Command } from '../command.ts';
import { diskState } from '../disk-budget.ts';
import { forwardingState, forwardingText } from '../forwarding-note.ts';
import { versionNote } from '../current-server.ts';
import { findServer, warningsOf } from '../local-server.ts';
import { retentionNote, retentionText } from '../retention-note.ts';
import { spoolUsage } from '../spool-usage.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';

/** `playhead status`: whether a server runs, whether the disk has room, and what waits on it for a storage that did not take it. */
export const statusCommand: Command = {
  name: 'status',
  readsRecordings: true,
  about: 'say whether a server runs, and where, whether the disk has room, how much is kept, and what waits to be sent',
  examples: [
    { line: 'status', about: 'whether a server runs, and where' },
    { line: 'status --json', about: 'the same for programs' },
  ],
  exits: { 0: 'a server runs', 1: 'none does' },
  options: { dir: dirOption, json: jsonOption },
  async run(input, context) {
    const dir = dirOf(input, context);
    const note = await findServer(dir);
    const version = note && versionNote(note);
    const [{ usedBytes, budgetBytes, freeBytes, warnings }, spool, forwarding, retention] = await Promise.all([
      diskState(dir, context.env), spoolUsage(dir), forwardingState(dir, note?.pid, context.env).catch(() => undefined), retentionNote(dir, context.env, note?.url),
    ]);
    const said = [...warnings, ...(version === undefined ? [] : [version]), ...(note ? await warningsOf(note.url) : [])];
    if (input.flag('json')) {
      context.output.line(JSON.stringify({ schemaVersion: 1, running: note !== undefined, directory: dir, ...note, disk: { usedBytes, budgetBytes, freeBytes }, spool, forwarding, retention, warnings: said }));
      return note ? 0 : 1;
    }
    context.output.line(note ? `running at ${note.url} (process ${note.pid}), recordings in ${dir}` : `no server runs for ${dir}; start one with playhead ui`);
    if (spool.files > 0) context.output.line(`${spool.bytes} bytes in ${spool.files} files wait in ${join(dir, 'spool')} for a storage that did not take them; the next recorder delivers them`);
    if (forwarding) context.output.line(forwardingText(forwarding));
    const kept = retentionText(retention);
    if (kept !== undefined) context.output.line(kept);
    for (const warning of said) context.output.note(warning);
    return note ? 0 : 1;
  },
};
