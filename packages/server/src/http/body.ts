import { PlayheadError } from '@playhead/protocol';

/** The most a request may hold: 64 MiB. */
export const BODY_LIMIT_BYTES: number = 64 * 1024 * 1024;

/** How much of a refused body is still read, so that its sender hears the answer. */
const DRAIN_BYTES = 512 * 1024 * 1024;

/**
 * Reads a request's body as UTF-8.
 *
 * @param request - The request.
 * @param limit - In bytes. Default {@link BODY_LIMIT_BYTES}.
 * @throws PlayheadError `payload_too_large` beyond the limit.
 */
export async function readText(request: Request, limit: number = BODY_LIMIT_BYTES): Promise<string> {
  if (!request.body) return '';
  const decoder = new TextDecoder();
  const reader = request.body.getReader();
  let text = '';
  let size = 0;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    size += step.value.byteLength;
    if (size > DRAIN_BYTES) {
      await reader.cancel();
      break;
    }
    if (size <= limit) text += decoder.decode(step.value, { stream: true });
    else text = ''; // refused below; the rest is only drained
  }
  if (size > limit) {
    throw new PlayheadError('payload_too_large', `The request holds ${size} bytes or more; the limit is ${limit}. Nothing of it was stored. Send it in smaller parts.`);
  }
  return text + decoder.decode();
}
