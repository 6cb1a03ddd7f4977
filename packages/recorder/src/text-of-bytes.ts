import type { SessionRecord } from '@playhead/protocol';

/**
 * A record whose bytes stand in base64, with the text that they are: secrets are looked for in texts. What is no UTF-8 in it becomes U+FFFD, so that
 * no secret hides behind such a byte; what is no base64 stays, and is looked at as it is.
 */
export function textOfBytes<Made extends SessionRecord>(record: Made): Made {
  const { encoding, text, ...data } = record.data;
  if (encoding !== 'base64' || typeof text !== 'string' || !record.type.startsWith('terminal_')) return record;
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return { ...record, data: { ...data, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) } };
  } catch {
    return { ...record, data: { ...data, text } };
  }
}
