import { mergeWords } from '../messages/merge-words.ts';
import type { ReplaySettings } from '../settings/replay-settings.ts';
import { announcementMessages, type AnnouncementMessages } from '../view/announcement-messages.ts';

/** What is said aloud, in the host's language. */
export function announcementWords({ messages }: ReplaySettings): AnnouncementMessages {
  return mergeWords(announcementMessages, messages.announcements);
}
