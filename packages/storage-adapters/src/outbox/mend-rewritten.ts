import { isPlayheadError, LOG_END, producerKey, type Annotation, type Cursor, type SessionHeader, type SessionStorage } from '@playhead/protocol';
import { createBlobSender, type SendRoute } from './send-lines.ts';
import { refuseAborted, untilAborted } from './until-aborted.ts';

/** How many records are compared at a time. */
const WINDOW_RECORDS = 250_000;
/** How much text is exchanged at a time. */
const WINDOW_BYTES = 8 * 1024 * 1024;

/**
 * Gives the remote log the text of the local one, where it has records that say something else: the local log was rewritten after it
 * was sent, such as to take out a secret. Sends nothing that the remote log does not have yet.
 *
 * @throws PlayheadError What the remote storage says. `forbidden` where it may only be appended to.
 */
export async function mendRewritten(route: SendRoute, header: SessionHeader): Promise<void> {
  const { local, sessionId, signal } = route;
  const annotations = new Map((await local.annotations(sessionId)).map((one) => [one.id, one]));
  let isFirst = true;
  for await (const { from, to, digests } of windowsOf(local, sessionId, signal)) {
    const changed = await changedIn(route, digests);
    const hasOther = isFirst && (await untilAborted(route.remote.annotations(route.target), signal)).some((one) => differs(one, annotations.get(one.id)));
    if (changed.size > 0 || hasOther) await exchange(route, { from, to, changed, header, annotations });
    isFirst = false;
  }
}

interface Window { readonly from: Cursor; readonly to: Cursor; readonly digests: ReadonlyMap<string, number> }

async function* windowsOf(local: SessionStorage, sessionId: string, signal: AbortSignal | undefined): AsyncGenerator<Window> {
  let from: Cursor = '';
  let to: Cursor = '';
  let digests = new Map<string, number>();
  for await (const { records, next } of local.read(sessionId, { to: LOG_END, ...(signal && { signal }) })) {
    for (const { line, record } of records) if (!digests.has(producerKey(record))) digests.set(producerKey(record), digestOf(line));
    to = next;
    if (digests.size < WINDOW_RECORDS) continue;
    yield { from, to, digests };
    [from, digests] = [to, new Map()];
  }
  yield { from, to, digests };
}

/** The records of a window that the remote log has with another text. */
async function changedIn({ remote, target, signal }: SendRoute, digests: ReadonlyMap<string, number>): Promise<ReadonlySet<string>> {
  const changed = new Set<string>();
  for await (const { records } of remote.read(target, { ...(signal && { signal }) })) {
    refuseAborted(signal);
    for (const { line, record } of records) {
      const key = producerKey(record);
      const digest = digests.get(key);
      if (digest !== undefined && digest !== digestOf(line)) changed.add(key);
    }
  }
  return changed;
}

interface Exchange {
  readonly from: Cursor;
  readonly to: Cursor;
  readonly changed: ReadonlySet<string>;
  readonly header: SessionHeader;
  readonly annotations: ReadonlyMap<string, Annotation>;
}

async function exchange(route: SendRoute, { from, to, changed, header, annotations }: Exchange): Promise<void> {
  const { local, remote, sessionId, target, signal } = route;
  const blobs = createBlobSender(route);
  let lines = new Map<string, string>();
  let bytes = 0;
  const put = async (): Promise<void> => {
    const known = lines;
    [lines, bytes] = [new Map(), 0];
    const change = { header: () => ({ ...header, sessionId: target }), annotation: (one: Annotation) => annotations.get(one.id) ?? one };
    await untilAborted(remote.rewrite(target, ({ record }) => known.get(producerKey(record)), change), signal);
  };
  for await (const { records } of local.read(sessionId, { from, to, ...(signal && { signal }) })) {
    const wanted = records.filter(({ record }) => changed.has(producerKey(record)));
    await blobs.send(wanted);
    for (const { line, record } of wanted) {
      lines.set(producerKey(record), line);
      bytes += line.length;
      if (bytes >= WINDOW_BYTES) await put();
    }
  }
  await put(); // at least once: there may be nothing but the header and what people noted
}

/** Whether a failure says that one may append there and nothing else: then nothing can be compared. */
export function mayNotRead(error: unknown): boolean {
  return isPlayheadError(error, 'forbidden') || isPlayheadError(error, 'unauthorized');
}

function differs(a: Annotation, b: Annotation | undefined): boolean {
  return b !== undefined && JSON.stringify([a.type, a.author, a.data]) !== JSON.stringify([b.type, b.author, b.data]);
}

/** 53 bits of a text, by two multiplications a character. No proof of anything: two texts of one record that share it are one in 10^15. */
function digestOf(text: string): number {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 2_654_435_761);
    b = Math.imul(b ^ unit, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & b) + (a >>> 0);
}
