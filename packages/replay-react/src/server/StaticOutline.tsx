import type { ReactElement } from 'react';
import type { SessionModel, Step } from '@playhead/replay-core';
import { relativePath } from '../elements/relative-path.ts';
import { shortText } from '../elements/text-value.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import type { StaticWords } from './static-words.ts';

const TURNS = 200;
const STEPS = 100;
const LONGEST = 200;

/** Prompts and the steps on each, as nested lists. Long ones end with how many more there are. */
export function StaticOutline({ model, words: { messages, format } }: { readonly model: SessionModel; readonly words: StaticWords }): ReactElement {
  const { outline, sessionReplay } = messages;
  const more = (count: number): ReactElement | false => count > 0 && <li className="ph-muted">{sessionReplay.more(count, format.number(count))}</li>;
  const status = (step: Step): ReactElement | false => (step.status === 'failed' || step.status === 'denied') && <> <span className={step.status === 'failed' ? 'ph-bad' : 'ph-stop'}>{step.status === 'failed' ? outline.failed : outline.denied}</span></>;
  return (
    <section className="ph-static" aria-label={sessionReplay.outline}>
      <h3 className="ph-label">{sessionReplay.outline}</h3>
      <ol>
        {model.turns.slice(0, TURNS).map((turn) => (
          <li key={turn.id}>
            <b><VisibleText text={shortText(turn.prompt?.text).trimStart().slice(0, LONGEST).split('\n')[0] || outline.beforeFirstPrompt} /></b>
            <ul>
              {turn.steps.slice(0, STEPS).map((step) => <li key={step.id}><VisibleText text={relativePath(step.title, model.session.cwd).slice(0, LONGEST)} />{status(step)}</li>)}
              {more(turn.steps.length - STEPS)}
            </ul>
          </li>
        ))}
        {more(model.turns.length - TURNS)}
      </ol>
    </section>
  );
}
