import type { JsonObject } from '@playhead/protocol';
import type { TextStream } from '../../record-guard.ts';
import { createByteDecoder, withoutOtherBytes } from './decode-bytes.ts';

/** Writes down what somebody types. */
export interface InputWriter {
  /** @param bytes - Undefined for what must not be recorded: of several in a row one record says so, so that not even their number is known. */
  type(bytes: Uint8Array | undefined, at: number): void;
  /** Nothing was typed for a while. */
  release(): void;
  end(): void;
}

/**
 * Makes the writer of what is typed.
 *
 * @param stream - Takes secrets out; undefined where a guard does that record by record.
 */
export function createInputWriter(stream: TextStream | undefined, record: (data: JsonObject, at: number) => void): InputWriter {
  const decoder = createByteDecoder();
  let hidden = false;
  let lastAt = 0;
  const write = (text: string): void => {
    if (text !== '') record({ text }, lastAt);
  };
  const end = (): void => {
    const rest = withoutOtherBytes(decoder.flush());
    write(stream ? stream.push(rest) + stream.flush() : rest);
  };
  return {
    type(bytes, at) {
      if (bytes !== undefined) {
        hidden = false;
        lastAt = at;
        const text = withoutOtherBytes(decoder.push(bytes));
        write(stream ? stream.push(text) : text);
      } else if (!hidden) {
        end();
        hidden = true;
        record({ text: '', redacted: true }, at);
      }
    },
    release: () => { if (stream) write(stream.release()); },
    end,
  };
}
