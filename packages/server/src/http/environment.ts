import { isUuid } from '@playhead/protocol';

/** What the agent's environment says of recording: senders pass it on as headers, empty where it says nothing. */
export function environmentOf(headers: Headers): Readonly<Record<string, string>> {
  const [record, redaction, session] = [headers.get('playhead-record'), headers.get('playhead-redaction'), headers.get('playhead-session') ?? ''];
  return { ...(record && { PLAYHEAD_RECORD: record }), ...(redaction && { PLAYHEAD_REDACTION: redaction }), ...(isUuid(session) && { PLAYHEAD_SESSION_ID: session }) };
}
