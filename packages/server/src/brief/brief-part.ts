import type { Cursor, SessionStorage } from '@playhead/protocol';
import { hashOfLine } from '../append/line-hash.ts';

/** A changed form of what is kept has another number: what is kept in another is made anew. */
export const BRIEF_PART_VERSION = 3;

/** A record that tells whether a log is the one that a part was made of. */
export interface Witness {
  readonly from: Cursor;
  readonly to: Cursor;
  readonly check: number;
}

/** What is known of a stretch of a log that is kept in brief. */
export interface PartHead {
  /** Where it begins and where it ends. */
  readonly from: Cursor;
  readonly to: Cursor;
  /** Its first and its last record. */
  readonly first: Witness;
  readonly last: Witness;
}

/** A stretch of a log in brief, as the events that viewers are sent. */
export interface BriefPart {
  readonly head: PartHead;
  readonly events: Uint8Array<ArrayBuffer>;
}

/** Whether a log still is the one that a part was made of, as far as the part's ends tell. Costs reading two records. */
export async function isPartOf({ first, last }: PartHead, storage: Pick<SessionStorage, 'read'>, sessionId: string, signal: AbortSignal): Promise<boolean> {
  return (await stands(first, storage, sessionId, signal)) && stands(last, storage, sessionId, signal);
}

async function stands({ from, to, check }: Witness, storage: Pick<SessionStorage, 'read'>, sessionId: string, signal: AbortSignal): Promise<boolean> {
  for await (const { records } of storage.read(sessionId, { from, to, signal })) {
    if (records.some(({ line, cursor }) => cursor === to && hashOfLine(line) === check)) return true;
  }
  return false;
}

/** Packs a part: its head as a comment of the event stream, then its events. */
export async function packPart(head: PartHead, events: readonly Uint8Array<ArrayBuffer>[]): Promise<Uint8Array> {
  const said = new TextEncoder().encode(`:${JSON.stringify(head)}\n\n`);
  const packed = new Blob([said, ...events]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** Reads what {@link packPart} gave; undefined when it is none. */
export async function unpackPart(bytes: Uint8Array<ArrayBuffer>): Promise<BriefPart | undefined> {
  try {
    const events = new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
    const head: unknown = JSON.parse(new TextDecoder().decode(events.subarray(1, events.indexOf(10))));
    return isHead(head) ? { head, events } : undefined;
  } catch {
    return undefined; // whatever it is, the log is there
  }
}

function isHead(value: unknown): value is PartHead {
  const head = value as Partial<Record<keyof PartHead, unknown>> | null; // each field is looked at below
  return typeof head === 'object' && head !== null && typeof head.from === 'string' && typeof head.to === 'string' && isWitness(head.first) && isWitness(head.last);
}

function isWitness(value: unknown): value is Witness {
  const witness = value as Partial<Record<keyof Witness, unknown>> | null; // each field is looked at below
  return typeof witness === 'object' && witness !== null && typeof witness.from === 'string' && typeof witness.to === 'string' && typeof witness.check === 'number';
}
