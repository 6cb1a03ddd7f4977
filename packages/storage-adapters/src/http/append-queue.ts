import { isPlayheadError, type AppendDurability } from '@playhead/protocol';

/** Sends lines of one session; resolves when the server has them. */
export type SendLines = (sessionId: string, lines: readonly string[], durability: AppendDurability) => Promise<void>;

/** Sends what many calls append, in the order of the calls and one request of a session at a time. */
export interface AppendQueue {
  append(sessionId: string, lines: readonly string[], durability: AppendDurability): Promise<void>;
  /** Resolves when all that was appended before is sent or refused. */
  idle(): Promise<void>;
}

/** What one request holds at most. The server takes 64 MiB. */
const MOST_CHARACTERS = 4 * 1024 * 1024;
const MOST_LINES = 4096;

interface Call {
  readonly lines: readonly string[];
  readonly durability: AppendDurability;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Calls that come while a request is under way go together in the next one. */
export function createAppendQueue(send: SendLines): AppendQueue {
  const waiting = new Map<string, Call[]>();
  const running = new Set<Promise<void>>();

  async function run(sessionId: string, calls: Call[]): Promise<void> {
    await undefined; // calls of the same moment go together
    while (calls.length > 0) {
      const batch = nextBatch(calls);
      const [first] = batch;
      if (!first) break;
      try {
        await sendInParts(send, sessionId, batch.flatMap(({ lines }) => lines), first.durability);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        // What one call sent must not fail the others.
        if (batch.length > 1 && isPlayheadError(error) && !error.retryable) for (const call of batch) await sendAlone(send, sessionId, call);
        else for (const { reject } of batch) reject(error);
      }
    }
    waiting.delete(sessionId);
  }

  return {
    append: (sessionId, lines, durability) => new Promise((resolve, reject) => {
      const call: Call = { lines, durability, resolve, reject };
      const calls = waiting.get(sessionId);
      if (calls) {
        calls.push(call);
        return;
      }
      const own = [call];
      waiting.set(sessionId, own);
      const work = run(sessionId, own).finally(() => running.delete(work));
      running.add(work);
    }),
    async idle() {
      await Promise.all(running);
    },
  };
}

function nextBatch(calls: Call[]): Call[] {
  let characters = 0;
  let lines = 0;
  let count = 0;
  for (const call of calls) {
    if (count > 0 && (call.durability !== calls[0]?.durability || lines + call.lines.length > MOST_LINES)) break;
    const size = call.lines.reduce((sum, line) => sum + line.length + 1, 0);
    if (count > 0 && characters + size > MOST_CHARACTERS) break;
    characters += size;
    lines += call.lines.length;
    count += 1;
  }
  return calls.splice(0, count);
}

async function sendAlone(send: SendLines, sessionId: string, { lines, durability, resolve, reject }: Call): Promise<void> {
  try {
    await sendInParts(send, sessionId, lines, durability);
    resolve();
  } catch (error) {
    reject(error);
  }
}

/** Sends lines in parts that the server takes: halves of what is too large for it. */
async function sendInParts(send: SendLines, sessionId: string, lines: readonly string[], durability: AppendDurability): Promise<void> {
  let part: string[] = [];
  let characters = 0;
  const flush = async (): Promise<void> => {
    const full = part;
    [part, characters] = [[], 0];
    if (full.length > 0) await sendHalves(send, sessionId, full, durability);
  };
  for (const line of lines) {
    if (part.length > 0 && (characters + line.length > MOST_CHARACTERS || part.length >= MOST_LINES)) await flush();
    part.push(line);
    characters += line.length + 1;
  }
  if (lines.length === 0) await send(sessionId, lines, durability);
  await flush();
}

async function sendHalves(send: SendLines, sessionId: string, lines: readonly string[], durability: AppendDurability): Promise<void> {
  try {
    await send(sessionId, lines, durability);
  } catch (error) {
    if (lines.length < 2 || !isPlayheadError(error, 'payload_too_large')) throw error;
    const half = Math.ceil(lines.length / 2);
    await sendHalves(send, sessionId, lines.slice(0, half), durability);
    await sendHalves(send, sessionId, lines.slice(half), durability);
  }
}
