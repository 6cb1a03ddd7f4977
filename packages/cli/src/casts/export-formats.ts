import { encodeRecord, type JsonObject } from '@playhead/protocol';
import { createTerminalLines } from '@playhead/recorder/terminal-moments';
import { withTexts, writeCast, writeTypescript, type CastSource } from '@playhead/replay-core/cast';

/** What a session can be written as. */
export const EXPORT_FORMATS = ['cast3', 'cast2', 'cast1', 'script', 'txt', 'jsonl'] as const;

/** One of {@link EXPORT_FORMATS}. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What is added to the file, and to the one beside it where there is one. */
export interface ExportPiece {
  readonly bytes: Uint8Array | string;
  /** The timing of a typescript. */
  readonly beside?: string;
}

/** Lines of text are not cut. */
const LONGEST_LINE = 1024 * 1024;

/** Writes a session, piece by piece. */
export async function* exportSession(source: CastSource, format: ExportFormat, terminal: string | undefined): AsyncGenerator<ExportPiece> {
  const which = terminal === undefined ? {} : { terminal };
  switch (format) {
    case 'cast1': case 'cast2': case 'cast3': {
      const version = ({ cast1: 1, cast2: 2, cast3: 3 } as const)[format];
      for await (const bytes of writeCast(source, { version, ...which })) yield { bytes };
      return;
    }
    case 'script':
      for await (const { typescript: bytes, timing: beside } of writeTypescript(source, terminal)) yield { bytes, beside };
      return;
    case 'jsonl':
      for await (const records of source.read()) {
        for (const record of records) yield { bytes: `${encodeRecord({ ...record, data: (await withTexts(record.data, source.text)) as JsonObject })}\n` }; // an object stays one
      }
      return;
    default: yield* plainText(source, which);
  }
}

/** What was printed, line by line, without what moves and colours it. What full-screen programs painted is no text. */
async function* plainText(source: CastSource, which: { readonly terminal?: string }): AsyncGenerator<ExportPiece> {
  const lines = createTerminalLines({ longest: LONGEST_LINE });
  for await (const { typescript } of printedBy(source, which)) {
    const found: string[] = [];
    lines.push(typescript, (line) => { if (line.kind === 'line') found.push(line.text.trimEnd()); });
    if (found.length > 0) yield { bytes: `${found.join('\n')}\n` };
  }
  if (lines.open.trim() !== '') yield { bytes: `${lines.open.trimEnd()}\n` };
}

async function* printedBy(source: CastSource, { terminal }: { readonly terminal?: string }): AsyncGenerator<{ typescript: string }> {
  let rest = '';
  for await (const piece of writeCast(source, { version: 2, ...(terminal !== undefined && { terminal }) })) {
    const whole = (rest + piece).split('\n');
    rest = whole.pop() ?? '';
    for (const line of whole) {
      const value = JSON.parse(line) as unknown; // our own writer's
      if (Array.isArray(value) && value[1] === 'o' && typeof value[2] === 'string') yield { typescript: value[2] };
    }
  }
}
