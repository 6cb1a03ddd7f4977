import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** The harness told the user something. */
export interface NotificationData {
  /** What. */
  readonly message: string;
  /** A heading. */
  readonly title?: string;
  /** The harness's own kind of it. */
  readonly category?: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `notification`. */
export const notification: EventDefinition<'notification', NotificationData> = defineEvent<NotificationData>()({
  type: 'notification',
  kind: 'session',
  title: 'Notification',
  summary: (data) => data.message,
});
