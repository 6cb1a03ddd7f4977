import { PlayheadError } from '@playhead/protocol';

/**
 * Says what something is that is no recording, as far as its beginning tells.
 *
 * @param name - What was opened, for the message.
 * @param beginning - Its first few hundred bytes as text.
 */
export function notARecording(name: string, beginning: string): PlayheadError {
  const text = beginning.trim();
  const version = /^\{"\$r":\s*(\d{1,6})/.exec(text)?.[1];
  if (version !== undefined && version !== '1') return new PlayheadError('unsupported_version', `${name} is a recording of format ${version}, which this version cannot read. Update Playhead.`);
  return new PlayheadError('not_a_recording', `${name} ${whatItIs(text)}, so there is nothing to replay. Choose a recording: a .jsonl or .jsonl.gz file of a data directory’s “sessions” folder.`);
}

function whatItIs(text: string): string {
  if (text === '') return 'is empty';
  if (text.startsWith('PK\u0003') || text.startsWith('PK\u0005')) return 'is a zip archive';
  if (/^<(?:!doctype|html|head|body|\?xml|!--)/i.test(text)) return 'is a web page, not a recording';
  if (text.includes('\u0000') || text.includes('\ufffd')) return 'holds no text';
  if (text.startsWith('{')) return 'holds JSON, but no line of it is a record of a session';
  return 'is not a recording';
}
