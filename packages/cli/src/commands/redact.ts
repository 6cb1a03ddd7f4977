import { PlayheadError, type SessionStorage } from '@playhead/protocol';
import { createSessionRecording, redactSession, type RedactedSession } from '@playhead/recorder';
import type { Command, CommandInput } from '../command.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';
import { allSessions, wantedSession, withStorage } from './with-session.ts';

/** The version of what `playhead redact --json` prints. */
const SCHEMA_VERSION = 1;

/** `playhead redact`: takes secrets out of recordings that exist. */
export const redactCommand: Command = {
  name: 'redact',
  readsRecordings: true,
  usage: '<id>|--all',
  about: 'take secrets out of recordings that exist, with the rules of today',
  examples: [
    { line: 'redact --all --dry-run', about: 'say what the rules of today would take out' },
    { line: 'redact 0194', about: 'take it out of one recording' },
  ],
  completes: 'session',
  positionals: { min: 0, max: 1 },
  options: {
    all: { type: 'boolean', about: 'every recording' },
    'dry-run': { type: 'boolean', about: 'say what would be taken out, and change nothing' },
    policy: { type: 'string', value: 'entity|strict', values: ['entity', 'strict'], about: 'how much goes (default: what environment, user and workspace set, else entity)' },
    json: jsonOption,
    dir: dirOption,
  },
  async run(input, context) {
    const { output, interactive, signal } = context;
    const dir = dirOf(input, context);
    const dryRun = input.flag('dry-run');
    const policy = policyOf(input);
    const recordingOf = createSessionRecording({ dir, ...(policy && { redaction: { policy } }) });
    return withStorage(input, context, async (storage) => {
      const ids = await wantedIds(input, storage);
      const done: RedactedSession[] = [];
      for (const [index, sessionId] of ids.entries()) {
        if (signal.aborted) break;
        if (interactive && ids.length > 1) output.note(`${index + 1} of ${ids.length}: ${sessionId}`);
        const redacted = await redactSession(storage, sessionId, recordingOf(), { dryRun });
        done.push(redacted);
        if (!input.flag('json')) output.line(describe(redacted, dryRun));
      }
      if (input.flag('json')) output.line(JSON.stringify({ schemaVersion: SCHEMA_VERSION, dryRun, sessions: done }));
      else if (input.flag('all')) output.line(`${done.length} of ${ids.length} recordings ${dryRun ? 'looked through, nothing was changed' : 'redacted'}.`);
      return done.length === ids.length ? 0 : 1;
    });
  },
};

function policyOf(input: CommandInput): 'entity' | 'strict' | undefined {
  const policy = input.text('policy');
  if (policy === undefined || policy === 'entity' || policy === 'strict') return policy;
  throw new PlayheadError('usage', `--policy must be entity or strict, not "${policy}".`);
}

async function wantedIds(input: CommandInput, storage: SessionStorage): Promise<readonly string[]> {
  const [id] = input.positionals;
  if (input.flag('all') === (id !== undefined)) throw new PlayheadError('usage', 'Name one recording, or give --all. playhead sessions list shows them.');
  if (id !== undefined) return [(await wantedSession(storage, id)).sessionId];
  return (await allSessions(storage)).filter(({ dropped }) => !dropped).map(({ sessionId }) => sessionId);
}

function describe({ sessionId, records, changed, found }: RedactedSession, dryRun: boolean): string {
  const kinds = found.map(({ kind, count }) => `${count} × ${kind}`).join(', ');
  if (changed === 0 && found.length === 0) return `${sessionId}  nothing to take out of ${records} records`;
  return `${sessionId}  ${changed} of ${records} records ${dryRun ? 'would change' : 'changed'}: ${kinds}`;
}
