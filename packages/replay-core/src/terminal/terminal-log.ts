import { type BlobRef, PlayheadError } from '@playhead/protocol';
import type { ReplaySource } from '../source/source.ts';
import { WriteList } from './join-output.ts';
import { piecesOf, sizeOf } from './read-pieces.ts';
import type { EmulatorClass, TerminalHead, TerminalPiece, TerminalTrack } from './types.ts';

/** The terminals of one session, read together. */
export interface TerminalLog {
  /**
   * @param heads - Gives the terminals that are known, now.
   * @throws PlayheadError `not_found`.
   */
  track(id: string, heads: () => readonly TerminalHead[]): TerminalTrack;
}

/** What {@link openTerminalLog} works with. */
export interface TerminalLogOptions {
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** Where to hear that the log grew. */
  readonly onNews: Set<() => void>;
  readonly text: (blob: BlobRef) => Promise<string>;
}

/** Opens the terminals of a session. Resolves once what there is was read. */
export async function openTerminalLog(source: Pick<ReplaySource, 'read' | 'derived'>, _emulator: () => Promise<EmulatorClass>, { signal, onNews, text }: TerminalLogOptions): Promise<TerminalLog> {
  const { read } = source;
  if (!read) throw new PlayheadError('not_found', 'This source cannot read a recording in parts, so its terminals cannot be shown. Give it a `read`.');
  const all = new Map<string, TerminalPiece[]>();
  const listeners = new Set<() => void>();
  let from = '';
  const grow = async (): Promise<void> => {
    for await (const { records, next } of read({ ...(from !== '' && { from }), signal })) {
      for (const { record } of records) {
        if (record.call === undefined || !record.type.startsWith('terminal_')) continue;
        const pieces = all.get(record.call) ?? [];
        all.set(record.call, pieces);
        pieces.push(...(await piecesOf(record, text)));
      }
      from = next;
      for (const listener of listeners) listener();
    }
  };
  await grow();
  let growing: Promise<void> | undefined;
  let again = false;
  const news = (): void => {
    again = true;
    growing ??= (async () => {
      while (again && !signal.aborted) {
        again = false;
        await grow().catch(() => undefined); // the replay itself says what is wrong
      }
      growing = undefined;
    })();
  };
  onNews.add(news);
  return { track: (id, heads) => trackOf(id, heads, all.get(id) ?? [], listeners) };
}

function trackOf(id: string, heads: () => readonly TerminalHead[], pieces: readonly TerminalPiece[], listeners: Set<() => void>): TerminalTrack {
  const first = heads().find((head) => head.id === id);
  if (!first) throw new PlayheadError('not_found', 'The session has no such terminal. Take the id of one of `model.terminals`.');
  const headNow = (): TerminalHead => heads().find((head) => head.id === id) ?? first;
  const output = (): (TerminalPiece & { kind: 'output' })[] => pieces.filter((piece) => piece.kind === 'output');
  return {
    get head() { return headNow(); },
    startedAt: first.startedAt,
    get endedAt() { return Math.max(first.startedAt, pieces.at(-1)?.at ?? 0, headNow().endedAt ?? 0); },
    get bytes() { return output().reduce((sum, { data }) => sum + sizeOf(data), 0); },
    get resizes() { return pieces.flatMap((piece) => (piece.kind === 'resize' ? [{ at: piece.at, columns: piece.columns, rows: piece.rows }] : [])); },
    heat(stretches) {
      const heat = new Float64Array(stretches);
      const length = Math.max(1, this.endedAt - this.startedAt);
      for (const { at, data } of output()) {
        const index = Math.min(stretches - 1, Math.max(0, Math.floor(((at - this.startedAt) / length) * stretches)));
        heat[index] = (heat[index] ?? 0) + sizeOf(data);
      }
      return heat;
    },
    async screenAt(at) {
      const list = new WriteList(first, '');
      for (const piece of pieces) if (piece.at <= at) list.add(piece);
      return { at, writes: list.end() };
    },
    async *pieces(from, to) {
      yield pieces.filter(({ at }) => at > from && at <= to);
    },
    async *search() {
      yield { hits: [], searchedTo: this.endedAt };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
