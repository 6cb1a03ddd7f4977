import { isJsonObject } from '@playhead/protocol';
import type { RedactionPolicy, UserRule } from '@playhead/redaction';

/** One place that says how sessions are recorded. */
export interface SettingsSource {
  /** Which place: the first four in the order in which they are asked, the last when nobody says anything. */
  readonly from: 'environment' | 'repository' | 'user' | 'workspace' | 'default';
  /** The file, where it is one. */
  readonly path?: string;
  readonly record?: boolean;
  readonly redaction?: RedactionPolicy;
  readonly rules?: readonly UserRule[];
  /** Why the place could not be understood. Nothing is recorded until it can be. */
  readonly problem?: string;
}

/** How a session is recorded, and who said so. */
export interface RecordingSettings {
  readonly record: boolean;
  readonly redaction: RedactionPolicy;
  readonly rules: readonly UserRule[];
  /** Every place that said something. */
  readonly sources: readonly SettingsSource[];
  /** The place that decided `record`. */
  readonly decidedBy: SettingsSource;
}

const STRICTNESS: Readonly<Record<RedactionPolicy, number>> = { off: 0, entity: 1, strict: 2 };
const KIND = /^[A-Z][A-Z0-9_]{0,39}$/;
const MOST_RULES = 100;
const LONGEST_PATTERN = 1000;

/**
 * What several places add up to: the strictest wins. A repository comes from anywhere, so it can
 * tighten redaction but not loosen it: its `off` counts only where another place says `off` too.
 *
 * @example
 * ```ts
 * strictestSettings([{ from: 'user', redaction: 'entity' }, { from: 'repository', record: false }]).record; // false
 * ```
 */
export function strictestSettings(sources: readonly SettingsSource[]): RecordingSettings {
  const decidedBy = sources.find(({ record, problem }) => record === false || problem !== undefined) ?? sources.find(({ record }) => record === true) ?? { from: 'default' };
  const said = sources.flatMap(({ from, redaction }) => (redaction === undefined || (from === 'repository' && redaction === 'off') ? [] : [redaction]));
  const redaction = said.reduce<RedactionPolicy | undefined>((strictest, one) => (strictest === undefined || STRICTNESS[one] > STRICTNESS[strictest] ? one : strictest), undefined);
  return {
    record: decidedBy.record !== false && decidedBy.problem === undefined,
    redaction: redaction ?? 'entity',
    rules: sources.flatMap(({ rules = [] }) => rules),
    sources,
    decidedBy,
  };
}

/**
 * Understands the text of a settings file: `{ "record": false, "redaction": "strict", "rules": [{ "kind": "ACME_TOKEN", "pattern": "acme_[a-z0-9]{32}" }] }`,
 * every key optional. A file that cannot be understood has a `problem`, since it may have said that nothing is to be recorded.
 */
export function settingsOfText(text: string, from: SettingsSource['from'], path: string): SettingsSource {
  const broken = (what: string): SettingsSource => ({ from, path, problem: `${path} ${what}, so nothing is recorded where it applies. Mend the file, or remove it.` });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return broken('is not JSON');
  }
  if (!isJsonObject(value)) return broken('is not an object');
  const { record, redaction, rules } = value;
  if (record !== undefined && typeof record !== 'boolean') return broken('has a `record` that is neither true nor false');
  if (redaction !== undefined && !isPolicy(redaction)) return broken('has a `redaction` that is none of off, entity, strict');
  if (rules !== undefined && !(Array.isArray(rules) && rules.length <= MOST_RULES && rules.every(isRule))) return broken(`has \`rules\` that are not at most ${MOST_RULES} of { kind, pattern }`);
  return { from, path, ...(record !== undefined && { record }), ...(redaction !== undefined && { redaction }), ...(rules !== undefined && { rules: rules.filter(isRule) }) };
}

/** Whether a value names a policy. */
export function isPolicy(value: unknown): value is RedactionPolicy {
  return typeof value === 'string' && Object.hasOwn(STRICTNESS, value);
}

function isRule(value: unknown): value is UserRule & { readonly [key: string]: string } {
  return isJsonObject(value) && typeof value['kind'] === 'string' && KIND.test(value['kind'])
    && typeof value['pattern'] === 'string' && value['pattern'] !== '' && value['pattern'].length <= LONGEST_PATTERN;
}
