import { isPlayheadError, PlayheadError } from '@playhead/protocol';
import type { ByteFile } from './file-bytes.ts';
import { refusal, unreachable } from './log-failures.ts';
import { wait } from './wait.ts';

/** How a file of a web server is asked for. */
export interface RangedFileOptions {
  readonly url: string;
  readonly request: typeof fetch;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds to wait before the given attempt, from 1, of a range that did not come. */
  readonly retryDelayMs: (attempt: number) => number;
  readonly signal: AbortSignal;
  /** Hears that a range did not come twice in a row and is asked for until it does, and that it came. */
  readonly onConnection: (connection: 'lost' | 'open') => void;
}

/** So many bytes are asked for to see whether the server gives ranges. */
const PROBE_BYTES = 64;
/** So often a text is asked for that somebody looks at. */
const ATTEMPTS = 4;
/** So many attempts fail before the connection counts as lost. */
const LOST_AFTER = 2;

/**
 * A file of a web server that is read by ranges, as a file of the user's machine is read by slices. While one slice is looked at the next is
 * on its way.
 *
 * @param size - What the server says it has.
 * @returns undefined when the server gives no ranges, or the ranges of something else than it gives as a whole.
 */
export async function openRangedFile(size: number, options: RangedFileOptions): Promise<ByteFile | undefined> {
  const probe = await rangeOf(0, PROBE_BYTES, options).catch(() => undefined);
  if (probe?.status !== 206) return undefined;
  const bytes = await probe.arrayBuffer().catch(() => undefined);
  if (bytes?.byteLength !== PROBE_BYTES) return undefined;
  const { pathname } = new URL(options.url, 'http://localhost');
  let ahead: { readonly start: number; readonly end: number; readonly bytes: Promise<ArrayBuffer> } | undefined;
  const read = (start: number, end: number): Promise<ArrayBuffer> => {
    if (start >= end) return Promise.resolve(new ArrayBuffer(0));
    const wanted = ahead?.start === start && ahead.end === end ? ahead.bytes : bytesBetween(start, end, options);
    const next = Math.min(size, end + (end - start));
    // Only whoever reads on: the first slice, and each that was on its way already.
    ahead = end < size && (start === 0 || wanted === ahead?.bytes) ? { start: end, end: next, bytes: bytesBetween(end, next, options) } : undefined;
    ahead?.bytes.catch(() => undefined); // whoever asks for it hears of it
    return wanted;
  };
  return {
    size,
    name: pathname.slice(pathname.lastIndexOf('/') + 1),
    slice(from, to) {
      const [start, end] = [Math.max(0, from), Math.min(size, to)];
      return { arrayBuffer: () => read(start, end), text: async () => new TextDecoder().decode(await bytesBetween(start, end, { ...options, attempts: ATTEMPTS })) };
    },
  };
}

/** @param options.attempts - How often it is tried. Default: until it comes. */
async function bytesBetween(start: number, end: number, options: RangedFileOptions & { readonly attempts?: number }): Promise<ArrayBuffer> {
  const { attempts = Infinity, signal, retryDelayMs, onConnection } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await rangeOf(start, end, options);
      if (response.status !== 206) throw response.ok ? changed() : await refusal(response);
      const bytes = await response.arrayBuffer().catch(unreachable);
      if (attempt > LOST_AFTER) onConnection('open');
      return bytes;
    } catch (error) {
      if (attempt >= attempts || signal.aborted || !isPlayheadError(error) || !error.retryable) throw error;
      if (attempt === LOST_AFTER && attempts === Infinity) onConnection('lost');
      await wait(retryDelayMs(attempt), signal);
    }
  }
}

async function rangeOf(start: number, end: number, { url, request, headers, signal }: RangedFileOptions): Promise<Response> {
  return request(url, { headers: { ...headers, Range: `bytes=${start}-${end - 1}` }, signal }).catch(unreachable);
}

/** The server gave the whole in place of a part. */
function changed(): PlayheadError {
  return new PlayheadError('storage_unavailable', 'The recording changed on its server while it was read. Open it again.');
}
