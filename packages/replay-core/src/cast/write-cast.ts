import type { JsonObject } from '@playhead/protocol';
import { surveySession, type CastSource, type CastSurvey } from './cast-source.ts';
import { writeRemark } from './comments.ts';
import { writeEventLine } from './event-line.ts';
import { makeHeader } from './header.ts';
import { formatSeconds } from './seconds.ts';
import { castParts, type CastPart } from './cast-parts.ts';
import type { CastEvent } from './types.ts';

/** Options of {@link writeCast}. */
export interface WriteCastOptions {
  /** Which asciicast. Version 3 holds everything of a session, in comments that players pass over; 2 what is seen and typed, and marks; 1 what is seen. */
  readonly version: 1 | 2 | 3;
  /** Which terminal, by its id or the beginning of it. Default: the one that printed most; a session without one is told as text. */
  readonly terminal?: string;
}

/**
 * Writes a session as an asciicast, which other players play: what its terminal showed, and marks where the agent did something. Importing a
 * file of version 3 gives the whole session again.
 *
 * @returns Pieces of the file, in order.
 * @throws PlayheadError whatever reading the session throws.
 *
 * @example
 * ```ts
 * for await (const piece of writeCast(castSource, { version: 3 })) console.log(piece);
 * ```
 */
export async function* writeCast(source: CastSource, { version, terminal }: WriteCastOptions): AsyncGenerator<string, void, void> {
  const survey = await surveySession(source, terminal);
  const { header, trailer } = headersOf(survey, version);
  const clock = createEventClock(survey, version);
  if (version === 1) {
    const fields = Object.entries(header).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`).join('');
    yield `{\n${fields}  "stdout": [`;
    let between = '\n';
    for await (const part of castParts(source, survey)) {
      for (const event of part.events) {
        if (event.code !== 'o') continue;
        yield `${between}    ${writeEventLine(clock(part, event), undefined, event)}`;
        between = ',\n';
      }
    }
    yield `\n  ]${Object.entries(trailer).map(([key, value]) => `,\n  ${JSON.stringify(key)}: ${JSON.stringify(value)}`).join('')}\n}\n`;
    return;
  }
  yield `${JSON.stringify(header)}\n`;
  const exits = version === 3 || survey.terminal?.imported?.format === 'asciicast-2'; // the second version has none; what an import brought along goes out as it came
  for await (const part of castParts(source, survey)) {
    if (version === 3 && part.comment !== undefined) yield `#${part.comment}\n`;
    if (version === 3 && part.remark) yield `${writeRemark(part.remark)}\n`;
    for (const event of part.events) {
      if (exits || event.code !== 'x') yield `${writeEventLine(clock(part, event), event.code, event)}\n`;
    }
  }
}

function headersOf({ terminal, startedAt, endedAt, name, trailer = {} }: CastSurvey, version: 1 | 2 | 3): { header: JsonObject; trailer: JsonObject } {
  const imported = terminal?.imported;
  if (imported?.format === `asciicast-${version}`) return { header: imported.header, trailer };
  const title = imported ? terminal?.title : name;
  const command = imported ? (typeof imported.header['command'] === 'string' ? terminal?.command : undefined) : terminal?.command;
  const header = makeHeader(version, {
    columns: terminal?.columns ?? 100, rows: terminal?.rows ?? 30, startedAt, durationUs: Math.max(0, endedAt - startedAt),
    ...(terminal?.term !== undefined && { term: terminal.term }), ...(command !== undefined && command !== '' && { command }),
    ...(title !== undefined && title !== '' && { title }), ...(imported && { source: imported.header }),
  });
  return { header, trailer: {} };
}

/** Times of events as the version writes them: since the beginning, or since the event before. */
function createEventClock({ startedAt, terminal }: CastSurvey, version: 1 | 2 | 3): (part: CastPart, event: Pick<CastEvent, 'time'>) => string {
  const sinceLast = version !== 2;
  const format = terminal?.imported?.format;
  const sameClock = format !== undefined && (sinceLast ? format !== 'asciicast-2' : format === 'asciicast-2') && format.startsWith('asciicast');
  let last = startedAt;
  let undisturbed = true; // whether the event before was the one that it was in the imported file, too
  return ({ at, record }, { time }) => {
    const exact = time !== undefined && sameClock && (undisturbed || !sinceLast);
    const backwards = format !== undefined && !sinceLast ? at - startedAt : Math.max(0, at - (sinceLast ? last : startedAt));
    const text = exact ? time : formatSeconds(backwards);
    last = sinceLast && !(format !== undefined && record) ? Math.max(last, at) : at;
    undisturbed = record !== undefined;
    return text;
  };
}

