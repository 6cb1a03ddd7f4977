import { createSeenNumbers, type Annotation, type RewriteOptions, type SessionHeader } from '@playhead/protocol';
import { rewrittenAnnotation, rewrittenLine, type ChangeLine } from '../common/rewritten.ts';
import type { HttpClient } from './client.ts';
import { jsonBody, objectOf } from './json-answer.ts';
import { readLog } from './read-log.ts';

/** How often lines that others append meanwhile are looked for. */
const MOST_ROUNDS = 10;

/** How many characters of changed lines one request holds at most. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

/** A session that is rewritten, with what stands beside its log. */
export interface HttpRewrite {
  readonly client: HttpClient;
  readonly sessionId: string;
  readonly change: ChangeLine;
  readonly options: RewriteOptions;
  readonly annotations: () => Promise<readonly Annotation[]>;
}

/**
 * Gives the lines of a session another text: reads the log, and sends the lines that change. The server puts them in place in one step;
 * more than 16 MiB of them take several. Lines that came meanwhile follow.
 */
export async function rewriteLog({ client, sessionId, change, options, annotations }: HttpRewrite): Promise<void> {
  const seen = createSeenNumbers();
  let count = 0;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = count;
    const lines: string[] = [];
    for await (const { records } of readLog(client, sessionId, {})) {
      for (const stored of records) {
        if (!seen.add(stored.record)) continue;
        count += 1;
        const line = await rewrittenLine(stored, change);
        if (line !== stored.line) lines.push(line);
      }
    }
    if (round > 0 && count === before) return;
    const beside = round === 0 ? await besideOf(client, sessionId, options, annotations) : {};
    let records = 0;
    for (const [index, part] of partsOf(lines).entries()) records = await put(client, sessionId, { lines: part, ...(index === 0 && beside) });
    if (records === count) return;
  }
}

/** What changes beside the lines. */
interface Beside {
  readonly header?: SessionHeader;
  readonly annotations?: readonly Annotation[];
}

async function besideOf(client: HttpClient, sessionId: string, options: RewriteOptions, annotations: () => Promise<readonly Annotation[]>): Promise<Beside> {
  const { header, annotation } = options;
  const changed: Annotation[] = [];
  for (const one of annotation ? await annotations() : []) if (annotation) changed.push(await rewrittenAnnotation(one, annotation));
  if (!header) return { ...(annotation && { annotations: changed }) };
  const path = `/${sessionId}/header`;
  const own = objectOf(await client.call({ method: 'GET', path }), path)['header'];
  // The server's own answer: what `create` was given, and as unread as any recorded header.
  return { header: await header(own as unknown as SessionHeader), ...(annotation && { annotations: changed }) };
}

async function put(client: HttpClient, sessionId: string, body: Beside & { readonly lines: readonly string[] }): Promise<number> {
  const path = `/${sessionId}/records`;
  const { records } = objectOf(await client.call({ method: 'PATCH', path, body: jsonBody(body) }), path);
  return typeof records === 'number' ? records : 0;
}

function partsOf(lines: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  let characters = 0;
  for (const line of lines) {
    if (characters > 0 && characters + line.length > MOST_CHARACTERS) {
      parts.push([]);
      characters = 0;
    }
    parts.at(-1)?.push(line);
    characters += line.length;
  }
  return parts;
}
