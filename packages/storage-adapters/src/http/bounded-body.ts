/** What is read of an answer at most: more than any that a server gives, and little enough for a process. In bytes. */
export const MOST_ANSWER_BYTES: number = 256 * 1024 * 1024;

/** An answer is longer than any that a server gives. */
export class AnswerTooLong extends Error {}

/**
 * Reads the body of an answer, whoever gave it: one that does not end must not fill the memory.
 *
 * @throws AnswerTooLong beyond `most` bytes; the rest of the answer is not taken.
 */
export async function readAnswer(response: Response, most: number = MOST_ANSWER_BYTES): Promise<Uint8Array<ArrayBuffer>> {
  const { bytes, whole } = await readBeginning(response, most);
  if (whole) return bytes;
  throw new AnswerTooLong(`the answer holds more than ${most} bytes`);
}

/** Reads the beginning of a text, such as what a refusal says. */
export async function readBeginningOfText(response: Response, most: number): Promise<string> {
  const { bytes } = await readBeginning(response, most);
  return new TextDecoder().decode(bytes);
}

async function readBeginning(response: Response, most: number): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly whole: boolean }> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  let whole = true;
  for (let step = await reader?.read(); step && !step.done; step = await reader?.read()) {
    chunks.push(step.value);
    size += step.value.byteLength;
    if (size <= most) continue;
    whole = false;
    void reader?.cancel().catch(() => undefined); // a connection that is cut has nothing to cancel
    break;
  }
  const bytes = new Uint8Array(size);
  let place = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, place);
    place += chunk.byteLength;
  }
  return { bytes: whole ? bytes : bytes.subarray(0, most), whole };
}
