import { isJsonObject } from '@playhead/protocol';
import { numberIn, stringIn } from '../model/read-data.ts';
import { decodeLines } from './log-connection.ts';
import { readJson } from './log-format.ts';
import type { SourceHits } from './source.ts';

/** How the line of an answer to a search begins that says how far the search is. */
const PROGRESS_PREFIX = '{"searched":';

/** Reads lines of an answer to a search: records that have the text, and how far the search is. */
export function foundIn(lines: readonly string[]): SourceHits {
  const told = lines.findLast((line) => line.startsWith(PROGRESS_PREFIX));
  const ids = decodeLines(lines.filter((line) => !line.startsWith(PROGRESS_PREFIX))).records.map(({ id }) => id);
  const value = told === undefined ? undefined : readJson(told);
  const searched = isJsonObject(value) ? value['searched'] : undefined;
  if (!isJsonObject(searched)) return { ids };
  const [readBytes, totalBytes, next] = [numberIn(searched, 'readBytes'), numberIn(searched, 'totalBytes'), stringIn(searched, 'next')];
  return { ids, ...(next !== undefined && { next }), ...(readBytes !== undefined && totalBytes !== undefined && { progress: { readBytes, totalBytes } }) };
}
