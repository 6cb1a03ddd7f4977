import { createFormatters, type Formatters } from '../locale/formatters.ts';
import { mergeMessages, type PartialReplayMessages, type ReplayMessages } from '../messages/messages.ts';

/** Language of a page without scripts. */
export interface StaticLanguage {
  /** For numbers and times. Default `en`. */
  readonly locale?: string | undefined;
  /** Words in place of the English ones. */
  readonly messages?: PartialReplayMessages | undefined;
}

/** Words and formats ready for use. */
export interface StaticWords {
  readonly messages: ReplayMessages;
  readonly format: Formatters;
}

/** The words of a language. */
export function staticWords({ locale = 'en', messages }: StaticLanguage): StaticWords {
  return { messages: mergeMessages(messages), format: createFormatters(locale) };
}
