import type { ReactElement } from 'react';
import type { SessionModel } from '@playhead/replay-core';
import { StaticChanges } from './StaticChanges.tsx';
import { StaticHeader } from './StaticHeader.tsx';
import { StaticOutline } from './StaticOutline.tsx';
import { StaticOutput } from './StaticOutput.tsx';
import { staticWords, type StaticLanguage } from './static-words.ts';

/** Props of {@link StaticReplay}. */
export interface StaticReplayProps extends StaticLanguage {
  /** The session, from `createModel` or from a replay's state. */
  readonly model: SessionModel;
  readonly theme?: 'light' | 'dark' | undefined;
  readonly dir?: 'ltr' | 'rtl' | undefined;
  readonly className?: string | undefined;
}

/**
 * A session as a page without scripts: header, outline, answer and changes. Nothing in it is a client component, so a
 * server component can render it and send no code. Long lists end with how many more there are.
 *
 * @example
 * ```tsx
 * const model = createModel().add(records);
 * const page = <StaticReplay model={model} />;
 * ```
 */
export function StaticReplay({ model, theme, dir, className, ...language }: StaticReplayProps): ReactElement {
  const words = staticWords(language);
  return (
    <div data-ph="" data-theme={theme} dir={dir} className={className} data-part="static-replay">
      <StaticHeader session={model.session} words={words} />
      <StaticOutput model={model} words={words} />
      <StaticOutline model={model} words={words} />
      <StaticChanges model={model} words={words} />
    </div>
  );
}
