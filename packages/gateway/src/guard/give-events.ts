import { eventDataOf, eventWith } from '../http/event-data.ts';
import { createEventSplitter, type RawEvent } from '../http/split-events.ts';
import { createBodyUnpacker } from '../http/unpack-body.ts';
import { handOn, type Given } from './guarded-exchange.ts';
import { judgeAnswer, onceStored } from './judge-answer.ts';

/** Hands a stream of events on, each as it came, past the policy. One that waits does not hold the others up. */
export async function giveEvents({ guarded, received, encoding, start }: Given): Promise<void> {
  const { answer, exchange, tell, peer, peers, incoming, upstream } = guarded;
  const splitter = createEventSplitter();
  const waiting = new Set<Promise<void>>();
  start(false);
  answer.flushHeaders();

  const tellBytes = (bytes: Buffer): void => tell({ exchange, kind: 'bytes', direction: 'to_client', bytes });
  const give = async (bytes: Buffer, data: Buffer): Promise<void> => {
    const allowed = await onceStored(guarded, data);
    await handOn(guarded, allowed === data ? bytes : eventWith({ rest: ['event: message'] }, allowed.length > 0 ? allowed.toString() : undefined));
  };
  /** The older transport: messages are sent there, and answered here. */
  const learnPath = (address: string): void => {
    const path = URL.canParse(address, upstream.href) ? new URL(address, upstream.href) : undefined;
    if (!path) return;
    peers.remember({ path: path.pathname + path.search }, peer);
    peer.stream = { exchange, write: (bytes) => {
      tellBytes(bytes);
      handOn(guarded, bytes).catch(() => undefined); // who left hears nothing
    } };
  };
  const take = async (event: RawEvent): Promise<void> => {
    const { bytes } = event;
    if (event.kind === 'long') {
      if (peer.gate && !peer.gate.mayPassUnread('to_client')) throw new Error('it is longer than what is decoded');
      tellBytes(bytes);
      return handOn(guarded, bytes);
    }
    const { name, data, rest } = eventDataOf(bytes);
    if (data === undefined) return handOn(guarded, bytes);
    if (name === 'endpoint' && incoming.method === 'GET' && !/[{["\s]/.test(data.toString().trim())) {
      learnPath(data.toString().trim());
      tellBytes(bytes);
      return handOn(guarded, bytes);
    }
    const verdict = judgeAnswer(guarded, data, () => tellBytes(bytes));
    if (verdict.kind === 'refuse') return handOn(guarded, eventWith({ rest: rest.filter((line) => /^(?:id|retry)\b/.test(line)) }, undefined)); // where the stream is
    if (verdict.kind === 'hold') {
      const done = verdict.passes.then((passes) => (passes ? give(bytes, data) : undefined)).catch(() => undefined); // who left hears nothing
      waiting.add(done);
      void done.finally(() => waiting.delete(done));
      return;
    }
    const said = verdict.text === undefined ? bytes : eventWith({ rest }, verdict.text);
    tellBytes(said);
    await give(said, data);
  };

  for await (const bytes of piecesOf(received as AsyncIterable<Buffer>, encoding)) for (const event of splitter.push(bytes)) await take(event); // without an encoding it gives bytes
  for (const event of splitter.flush()) await take(event);
  await Promise.all(waiting);
  tell({ exchange, kind: 'body_end', direction: 'to_client' });
  answer.end();
}

/** The pieces of a body, unpacked. @throws Error where that cannot be done. */
async function* piecesOf(from: AsyncIterable<Buffer>, encoding: string | undefined): AsyncGenerator<Buffer> {
  const found: Buffer[] = [];
  let problem: string | undefined;
  const unpacker = createBodyUnpacker(encoding, { onBytes: (bytes) => { found.push(Buffer.from(bytes)); }, onProblem: (reason) => { problem ??= reason; } });
  const fail = (): void => { if (problem !== undefined) throw new Error(problem); };
  for await (const bytes of from) {
    await unpacker?.push(bytes);
    fail();
    yield* unpacker ? found.splice(0) : [bytes];
  }
  await unpacker?.end();
  fail();
  yield* found;
}
