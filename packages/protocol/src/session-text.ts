import { previewOf, type TextValue } from './blob.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { compareRecords, type SessionRecord } from './record.ts';
import type { SessionInfo } from './session.ts';

/** Characters that are kept of a text. What stands behind them is not found. */
const TEXT_CHARACTERS = 2000;
/** Names of files that are kept, of at most so many characters each and together. */
const MOST_FILES = 200;
const FILE_CHARACTERS = 300;
const ALL_FILES_CHARACTERS = 8000;

/** A text and the place of the record that stated it. */
export interface StatedText extends Pick<SessionRecord, 'at' | 'p' | 'e' | 'n'> {
  readonly text: string;
}

/** What people search a session for that its header does not say. Plain JSON of at most some 12,000 characters. */
export interface SessionText {
  /** The beginning of the first prompt. */
  readonly prompt?: StatedText;
  /** Heading and beginning of the first final output that is not empty. */
  readonly output?: StatedText;
  /** Names of files that were read or changed, each once, in the order of the log. */
  readonly files: readonly string[];
}

/** A session without records. */
export function emptySessionText(): SessionText {
  return { files: [] };
}

/**
 * Adds one record to the searchable text of a session. Pure; a record that says nothing new gives the same object back.
 * Keeps the first 2,000 characters of the first prompt and of the first final output, whatever order records arrive in, and up to
 * 200 names of files of up to 300 characters each, 8,000 together. Go on from what this returned, or from its JSON.
 *
 * @param text - What was known.
 * @param record - A record not counted yet.
 *
 * @example
 * ```ts
 * const info = records.reduce(foldSessionInfo, emptySessionInfo(sessionId));
 * const text = records.reduce(foldSessionText, emptySessionText());
 * searchableTexts(info, text).some((each) => each.includes(searchable('Login')));
 * ```
 */
export function foldSessionText(text: SessionText, record: SessionRecord): SessionText {
  switch (record.type) {
    case 'session_dropped': return text.prompt || text.output || text.files.length > 0 ? emptySessionText() : text;
    case 'prompt': return withFirst(text, 'prompt', record, previewOf(textOf(record.data, 'text')));
    case 'final_output': return withFirst(text, 'output', record, outputOf(record.data));
    case 'file_diff':
    case 'file_read':
    case 'file_change': return withFile(withFile(text, record.data['path']), record.data['oldPath']);
    default: return text;
  }
}

/**
 * The texts that a search looks through, each made comparable by {@link searchable}: name, prompt, project and workspace of the header,
 * of the prompt its first 2,000 characters, and what {@link foldSessionText} gathered.
 */
export function searchableTexts(info: SessionInfo, text: SessionText): readonly string[] {
  // Recorded headers are untrusted: a field may be of another type than it says.
  const fields: readonly unknown[] = [info.name, info.prompt, info.project, info.workspaceName, text.prompt?.text, text.output?.text, ...text.files];
  return [...new Set(fields.flatMap((field) => (typeof field === 'string' && field !== '' ? [searchable(field.slice(0, TEXT_CHARACTERS))] : [])))];
}

/** A text as search compares it: in lower case, control characters as spaces, halves of characters as U+FFFD. */
export function searchable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is replaced
  return text.toLowerCase().replace(/[\u0000-\u001f\u007f]/g, ' ').replace(/[\ud800-\udfff]/gu, '\ufffd');
}

function withFirst(text: SessionText, field: 'prompt' | 'output', record: SessionRecord, said: string): SessionText {
  const known = text[field];
  if (said.trim() === '' || (known && compareRecords(known, record) <= 0)) return text;
  const { at, p, e, n } = record;
  return { ...text, [field]: { text: said.slice(0, TEXT_CHARACTERS), at, p, e, n } };
}

function withFile(text: SessionText, path: unknown): SessionText {
  if (typeof path !== 'string' || path === '' || text.files.length >= MOST_FILES) return text;
  const name = path.slice(0, FILE_CHARACTERS);
  if (text.files.includes(name) || text.files.reduce((sum, each) => sum + each.length, name.length) > ALL_FILES_CHARACTERS) return text;
  return { ...text, files: [...text.files, name] };
}

/** A session whose first answer is empty has its answer in a later one. */
function outputOf(data: JsonObject): string {
  const content = previewOf(textOf(data, 'content'));
  const title = data['title'];
  return content.trim() === '' ? '' : typeof title === 'string' ? `${title.slice(0, 200)} ${content}` : content;
}

function textOf(data: JsonObject, field: string): TextValue | undefined {
  const value = data[field];
  return typeof value === 'string' ? value : isJsonObject(value) ? (value as unknown as TextValue) : undefined; // previewOf looks what it is
}
