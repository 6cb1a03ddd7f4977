import { PlayheadError, type SessionRecord } from '@playhead/protocol';
import type { Redacted, RedactHook, RedactionPolicy, Redactor, RedactorOptions } from '../redactor.ts';
import { kindOfNamed } from '../rules/assigned.ts';
import { allowListOf } from './allow-list.ts';
import { startDeadline, type Deadline } from './deadline.ts';
import { linesWithoutDiffMarks } from './diff-marks.ts';
import { policyDigest } from './digest.ts';
import { createFinder, type Finder } from './find.ts';
import { FindingCounts } from './findings.ts';
import { createPseudonyms, isMarker, unscanned, type Pseudonyms } from './pseudonym.ts';
import { isIdOfHarness, namesSource, readsSensitiveFile } from './records.ts';
import { countSpans, replaceSpans } from './replace.ts';
import { createStream } from './stream.ts';
import type { UserMatcher } from './user-rules.ts';
import { changeTree, type TreeChange } from './walk.ts';

/** Shorter keys could be tried out. */
const SHORTEST_KEY = 16;
const SECRET_NAME = /pass|pwd|secret|token|credential|auth|key|jwt|bearer|session|sig|cookie/i;
const HEADER_NAME = /^(?:set-cookie|cookie|(?:proxy-)?authorization)$/i;
const FLAG = /^--?[\w-]{0,40}(?:password|passwd|passphrase|token|secret|api-?key|access-?key|client-secret)$/i;
/** A name such as `exitCode`, which most keys are: nothing that is a secret has this form. */
const WORDS = /^[a-z]{1,16}(?:[A-Z][a-z]{1,16}){0,2}$/;
/** How the ids of tool calls look, alone or in a key: of chance letters, of which no rule makes anything. */
const HARNESS_ID = /(?:^|:)(toolu_[\w-]{1,64})(?=:|$)/;
const NOTHING: readonly [] = [];

/** What a redactor that needs no more loading needs. */
export interface LoadedRedactorOptions extends Omit<RedactorOptions, 'rules'> {
  /** A user's own rules, compiled. Default none. */
  readonly userRules?: readonly UserMatcher[];
}

/** Makes a redactor at once, from rules that are loaded. */
export function createLoadedRedactor(options: LoadedRedactorOptions): Redactor {
  const { policy = 'entity', key, userRules = [], except = [], redact, deadlineMs = 100, clock = () => performance.now(), workClock } = options;
  if (policy !== 'off' && key.length < SHORTEST_KEY) throw new PlayheadError('invalid_settings', `The workspace key has ${key.length} bytes, so pseudonyms could be guessed and nothing is recorded. Give 16 bytes or more.`);
  const tools: Tools = { policy, finder: createFinder({ userRules, except }), pseudonymsOfEvent: createPseudonyms(key), hook: redact };
  const deadlineOf = (characters: number): Deadline => startDeadline(clock, deadlineMs, characters, workClock);
  const digest = policyDigest(policy, key, userRules, except);
  if (policy === 'off') return { policy, digest, ...unchanged };

  const { finder, pseudonymsOfEvent } = tools;
  const startRun = (type: string | undefined, sensitive: boolean): Run => ({
    policy, finder, pseudonymsOfEvent, hook: redact, pseudonyms: pseudonymsOfEvent(), deadline: deadlineOf(0), counts: new FindingCounts(), type, sensitive,
  });
  const change = <Value>(value: Value, run: Run): Redacted<Value> => {
    const changed = changeTree(value, treeChange(run), []) as Value; // a tree of the same shape; only its texts are others
    return { value: changed, findings: run.counts.list() };
  };

  return {
    policy,
    digest,
    redactRecord(record, { sensitive = false } = {}) {
      const run = startRun(record.type, sensitive || readsSensitiveFile(record.data));
      const { value: data } = change(record.data, run);
      const head = redactHead(record, run);
      if (data === record.data && !head) return { value: record, findings: NOTHING };
      return { value: { ...record, ...head, data }, findings: run.counts.list() };
    },
    redactValue: (value, { type, sensitive = false } = {}) => change(value, startRun(type, sensitive)),
    redactText: (text) => change(text, startRun(undefined, false)),
    createStreamRedactor: () => createStream({
      finder: tools.finder,
      pseudonymsOfEvent: tools.pseudonymsOfEvent,
      startDeadline: deadlineOf,
      finish(text, counts) {
        const run: Run = { ...startRun(undefined, false), counts };
        return policy === 'strict' && text !== '' ? withheld(text, 'TEXT', run) : ask(run, text, []);
      },
    }),
  };
}

const same = <Value>(value: Value): { value: Value; findings: readonly [] } => ({ value, findings: NOTHING });
const unchanged: Pick<Redactor, 'redactRecord' | 'redactValue' | 'redactText' | 'createStreamRedactor'> = {
  redactRecord: same,
  redactValue: same,
  redactText: same,
  createStreamRedactor: () => ({ push: same, release: () => same(''), settle: () => same(''), flush: () => same('') }),
};

interface Tools { readonly policy: RedactionPolicy; readonly finder: Finder; readonly pseudonymsOfEvent: () => Pseudonyms; readonly hook: RedactHook | undefined }
interface Run extends Tools { readonly pseudonyms: Pseudonyms; readonly deadline: Deadline; readonly counts: FindingCounts; readonly type: string | undefined; readonly sensitive: boolean }

function treeChange(run: Run): TreeChange {
  const allowed = allowListOf(run.type);
  const kept = (path: readonly string[], value: string): boolean =>
    value === '' || (run.policy === 'strict' ? allowed.text(path, value) : !run.sensitive || namesSource(path, run.type) || allowed.text(path, value));
  const withheldKind = run.sensitive ? 'SENSITIVE_SOURCE' : 'TEXT';
  return {
    text: (value, path, name) => (kept(path, value) ? ask(run, (isIdOfHarness(run.type, path) ? undefined : named(run, value, name)) ?? inName(run, value, name), path) : withheld(value, withheldKind, run)),
    lines: (values, path) => (values.every((value) => kept(path, value))
      ? redactLines(run, values).map((value, index) => ask(run, afterFlag(run, values, index) ?? value, path))
      : values.map((value) => (value === '' ? value : withheld(value, withheldKind, run)))),
    number: (value, path, name) => {
      if (run.policy === 'strict' && !allowed.number(path)) return withheld(String(value), 'NUMBER', run);
      return named(run, String(value), name) ?? value;
    },
    key: (key) => (run.policy === 'strict' && !/^[A-Za-z_$][\w$.-]{0,63}$/.test(key) && key !== '' ? withheld(key, 'TEXT', run) : WORDS.test(key) ? key : redactText(run, key)),
    tooDeep: () => { run.counts.add('UNSCANNED'); return unscanned(0); },
  };
}

/** A few letters are no secret: names of fields, of states and of tools, which are most of what there is. */
const FEW_LETTERS = /^[A-Za-z_ ]{0,30}$/;

function redactText(run: Run, text: string): string {
  if (text.length <= 30 && FEW_LETTERS.test(text)) return text;
  run.deadline.allow(text.length);
  const spans = run.finder.find(text, 0, run.deadline);
  countSpans(spans, run.counts);
  return spans.length === 0 ? text : replaceSpans(text, spans, 0, text.length, run.pseudonyms);
}

/** A value that goes as a whole because of its name. */
function named(run: Run, value: string, name: string | undefined): string | undefined {
  if (name === undefined || !SECRET_NAME.test(name) || isMarker(value, run.finder.kinds)) return undefined;
  const kind = kindOfNamed(name, value);
  if (kind === undefined) return undefined;
  run.counts.add(kind);
  return run.pseudonyms.of(kind, value);
}

/** A value of a header is looked at together with its name. */
function inName(run: Run, value: string, name: string | undefined): string {
  if (name === undefined || !HEADER_NAME.test(name)) return redactText(run, value);
  const head = `${name}: `;
  run.deadline.allow(value.length);
  const spans = run.finder.find(head + value, head.length, run.deadline);
  countSpans(spans, run.counts);
  return spans.length === 0 ? value : replaceSpans(head + value, spans, head.length, head.length + value.length, run.pseudonyms);
}

/** `['--password', '…']`. */
function afterFlag(run: Run, values: readonly string[], index: number): string | undefined {
  const flag = values[index - 1];
  return flag !== undefined && flag.length <= 64 && FLAG.test(flag) ? named(run, values[index] ?? '', flag) : undefined;
}

/** Lines of one text in a list: what goes over several of them is found, and they stay as many. */
function redactLines(run: Run, values: readonly string[]): readonly string[] {
  const text = values.join('\n');
  run.deadline.allow(text.length);
  const spans = run.finder.find(linesWithoutDiffMarks(values), 0, run.deadline);
  if (spans.length === 0) return values;
  countSpans(spans, run.counts);
  let start = 0;
  let next = 0;
  return values.map((value) => {
    const end = start + value.length;
    const own = [];
    for (; next < spans.length && (spans[next]?.start ?? end) < end; next += 1) {
      const span = spans[next];
      if (!span) break;
      own.push({ ...span, end: Math.min(span.end, end) });
      if (span.end > end) { spans[next] = { ...span, start: end + 1 }; break; }
    }
    const changed = own.length === 0 ? value : replaceSpans(text, own, start, end, run.pseudonyms);
    start = end + 1;
    return changed;
  });
}

function withheld(value: string, kind: string, run: Run): string {
  if (isMarker(value, run.finder.kinds)) return value;
  run.counts.add(kind);
  return run.pseudonyms.withLength(kind, value);
}

/** The host's own redactor, after the rules. A host that fails must not leak. */
function ask(run: Run, text: string, path: readonly string[]): string {
  if (!run.hook || text === '') return text;
  try {
    const answer: unknown = run.hook(text, { ...(run.type === undefined ? {} : { type: run.type }), path });
    if (answer === text) return text;
    run.counts.add('HOST_RULE');
    if (answer instanceof Promise) answer.catch(() => {}); // nobody waits for it, and its failure must not end the host
    return typeof answer === 'string' ? answer : unscanned(text.length);
  } catch {
    run.counts.add('HOST_RULE');
    return unscanned(text.length);
  }
}

const HEAD = ['turn', 'call', 'agent', 'key'] as const;

/** Ids of the source, in which a secret stands only by mistake. A pseudonym connects records as well as an id does. */
function redactHead(record: SessionRecord<unknown>, run: Run): Record<string, string> | undefined {
  let changed: Record<string, string> | undefined;
  for (const name of HEAD) {
    const value = record[name];
    if (typeof value !== 'string') continue;
    const redacted = redactId(value, run);
    if (redacted !== value) changed = { ...changed, [name]: redacted };
  }
  return changed;
}

/** The letters of a tool call's id may spell a name of secrets, such as `pwd`; what stands behind it in a key is none. */
function redactId(value: string, run: Run): string {
  const [place, id] = HARNESS_ID.exec(value) ?? [];
  if (place === undefined) return redactText(run, value);
  const rest = value.replace(place, '');
  const redacted = redactText(run, rest);
  return redacted === rest ? value : `${redacted}:${id}`;
}
