import { dataOf } from '../model/read-data.ts';
import { castParts } from './cast-parts.ts';
import { surveySession, type CastSource, type SurveyedTerminal } from './cast-source.ts';
import { formatSeconds } from './seconds.ts';

/** What is added to the two files at once. */
export interface TypescriptPiece {
  readonly typescript: Uint8Array;
  readonly timing: string;
}

/**
 * Writes what a terminal showed and took as `script` would with `--log-io` and `--log-timing`, so that `scriptreplay` plays it.
 *
 * @param terminal - Which terminal, by its id or the beginning of it. Default: the one that printed most.
 * @returns Pieces of the two files, in order.
 * @throws PlayheadError whatever reading the session throws.
 *
 * @example
 * ```ts
 * for await (const { typescript, timing } of writeTypescript(castSource)) console.log(typescript, timing);
 * ```
 */
export async function* writeTypescript(source: CastSource, terminal?: string): AsyncGenerator<TypescriptPiece, void, void> {
  const survey = await surveySession(source, terminal);
  const { startedAt, endedAt } = survey;
  const encoder = new TextEncoder();
  yield beginningOf(survey.terminal, startedAt, encoder);
  let last = startedAt;
  let exitCode: string | undefined;
  for await (const { at, events, record } of castParts(source, survey)) {
    if (!record) continue; // marks of ours
    for (const { code, data } of events) {
      const delay = formatDelay(at - last);
      if (code === 'x') exitCode = String(dataOf(record)['exitCode']);
      if (code === 'r') {
        const [columns = '', rows = ''] = String(data).split('x');
        yield { typescript: new Uint8Array(0), timing: `S ${delay} SIGWINCH ROWS=${rows} COLS=${columns}\n` };
      } else if ((code === 'o' || code === 'i') && data.length > 0) {
        const bytes = typeof data === 'string' ? encoder.encode(data) : data;
        yield { typescript: bytes, timing: `${code === 'o' ? 'O' : 'I'} ${delay} ${bytes.length}\n` };
      } else continue;
      last = Math.max(last, at);
    }
  }
  const code = exitCode ?? '0';
  yield {
    typescript: encoder.encode(`\nScript done on ${dateOf(endedAt)} [COMMAND_EXIT_CODE="${code}"]\n`),
    timing: `H 0.000000 DURATION ${formatDelay(endedAt - startedAt)}\nH 0.000000 EXIT_CODE ${code}\n`,
  };
}

function beginningOf(terminal: SurveyedTerminal | undefined, startedAt: number, encoder: TextEncoder): TypescriptPiece {
  const { columns = 100, rows = 30, term = 'xterm-256color', command = '' } = terminal ?? {};
  const line = command.replaceAll(/\s+/g, ' ');
  const fields: readonly (readonly [string, string])[] = [['TERM', term.replaceAll(/[^\w.+-]/g, '')], ['COLUMNS', String(columns)], ['LINES', String(rows)], ['COMMAND', line]];
  const names = fields.map(([name, value]) => `${name}="${value.replaceAll('"', "'")}"`).join(' ');
  return {
    typescript: encoder.encode(`Script started on ${dateOf(startedAt)} [${names}]\n`),
    timing: [`H 0.000000 START_TIME ${dateOf(startedAt)}`, ...fields.map(([name, value]) => `H 0.000000 ${name} ${value}`), 'H 0.000000 OUTPUT_LOG typescript', 'H 0.000000 INPUT_LOG typescript'].join('\n') + '\n',
  };
}

function formatDelay(microseconds: number): string {
  const [whole = '0', behind = ''] = formatSeconds(Math.max(0, microseconds)).split('.');
  return `${whole}.${behind.padEnd(6, '0')}`;
}

function dateOf(microseconds: number): string {
  return new Date(microseconds / 1000).toISOString().replace('T', ' ').replace(/\.\d+Z$/, '+00:00');
}
