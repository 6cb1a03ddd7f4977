import type { RecordLimits } from '@playhead/protocol';
import type { RedactHook, RedactionPolicy, UserRule } from '@playhead/redaction';
import { guardMaker, redactionKey } from '#redaction';
import { findRecordingSettings, strictestSettings } from '#settings';
import { createLimitsGuard, type RecordGuard } from './record-guard.ts';
import { isPolicy, type RecordingSettings } from './recording-settings.ts';

/** How a host wants its recordings redacted. What a user or a repository sets can only make it stricter. */
export interface RedactionOptions {
  /** Default `entity`. */
  readonly policy?: RedactionPolicy;
  /** Makes pseudonyms recognisable within a workspace: 16 bytes or more. Default: in Node a key kept in the data directory, in a page one of its own. */
  readonly key?: Uint8Array;
  /** Further rules. Default none. */
  readonly rules?: readonly UserRule[];
  /** Kinds that are left alone, such as `IP_ADDRESS`. Default none. */
  readonly except?: readonly string[];
  /** A redactor of one's own, asked after the rules. Default none. */
  readonly redact?: RedactHook;
}

/** What {@link createSessionRecording} goes by. */
export interface SessionRecordingOptions {
  readonly redaction?: RedactionOptions;
  readonly limits?: Partial<RecordLimits>;
  /** The data directory, for its settings and key. Default: the user's. */
  readonly dir?: string;
}

/** Makes the guard of one session. */
export type GuardMaker = (limits?: Partial<RecordLimits>) => RecordGuard;

/** What decides how a session is recorded. */
export interface SessionPlace {
  /** The directory it works in. */
  readonly cwd?: string;
  /** The directory it began in, where it has gone elsewhere since: what is set there counts too. */
  readonly startedIn?: string;
  /** The policy of what is recorded of it already, as its header says: nothing looser follows. */
  readonly policy?: string;
  /** What the agent's environment says, where it is another one than this process's: `PLAYHEAD_RECORD`, `PLAYHEAD_REDACTION`. */
  readonly env?: Readonly<Record<string, string>>;
}

/** How one session is recorded. */
export interface SessionRecording {
  /** False where somebody opted out: then nothing of it is kept. */
  readonly record: boolean;
  readonly settings: RecordingSettings;
  /** What stands before everything that is written. A page loads its rules first. */
  guard(): RecordGuard | Promise<RecordGuard>;
}

/**
 * Finds how sessions are recorded: what the host says, and what environment, repository, user and
 * workspace set. The strictest wins.
 *
 * @returns A function of where the session runs.
 *
 * @example
 * ```ts
 * const recordingOf = createSessionRecording({ redaction: { policy: 'strict' } });
 * recordingOf({ cwd: '/home/ada/shop' }).settings.redaction; // 'strict'
 * ```
 */
export function createSessionRecording(options: SessionRecordingOptions = {}): (place?: SessionPlace) => SessionRecording {
  const { redaction: { policy, rules = [], ...wanted } = {}, limits, dir } = options;
  const made = new Map<string, GuardMaker | Promise<GuardMaker>>();
  let key = wanted.key;
  const host = policy === undefined ? [] : [{ from: 'workspace' as const, redaction: policy }];

  const makerOf = (settings: RecordingSettings): GuardMaker | Promise<GuardMaker> => {
    const name = JSON.stringify([settings.redaction, settings.rules]);
    key ??= redactionKey(dir);
    const maker = made.get(name) ?? guardMaker({ ...wanted, key, policy: settings.redaction, rules: [...rules, ...settings.rules] });
    made.set(name, maker);
    if (maker instanceof Promise) maker.then((loaded) => made.set(name, loaded), () => made.delete(name)); // the next session tries again
    return maker;
  };

  return (place = {}) => {
    const found = findRecordingSettings({ ...place, ...(dir !== undefined && { dir }) });
    const before = isPolicy(place.policy) ? [{ from: 'workspace' as const, redaction: place.policy }] : [];
    const settings = host.length + before.length === 0 ? found : strictestSettings([...found.sources, ...host, ...before]);
    return {
      record: settings.record,
      settings,
      guard() {
        if (settings.redaction === 'off') return createLimitsGuard(limits);
        const maker = makerOf(settings);
        return maker instanceof Promise ? maker.then((make) => make(limits)) : maker(limits);
      },
    };
  };
}
