import type { ReactElement } from 'react';
import type { SessionInfo } from '@playhead/protocol';
import { StaticHeader } from './StaticHeader.tsx';
import { staticWords, type StaticLanguage } from './static-words.ts';

/**
 * A session in two lines: its name, how it ended, who did it, how long it took. For lists and previews on a server.
 *
 * @example
 * ```tsx
 * const element = renderSummary(session);
 * ```
 */
export function renderSummary(session: SessionInfo, language: StaticLanguage = {}): ReactElement {
  return <div data-ph="" data-part="summary"><StaticHeader session={session} words={staticWords(language)} /></div>;
}
