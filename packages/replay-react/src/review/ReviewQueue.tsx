'use client';
import { useEffect, useId, useImperativeHandle, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { Icon } from '../elements/Icon.tsx';
import { State } from '../elements/State.tsx';
import { useReplayStore } from '../replay/StoreContext.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { useReplayViewActions } from '../view/ViewContext.tsx';
import { QueueItemView } from './QueueItemView.tsx';
import { RuleSettings } from './RuleSettings.tsx';
import { useQueue } from './use-queue.ts';
import { reviewQueueMessages } from './review-messages.ts';

/** So many are drawn before more are asked for. */
const SHOWN = 50;

/**
 * What of a session asks for a review, as a queue: each says which rule found it, why, and which events show it. Decisions go to the
 * annotations of the root, with their reason; the thresholds of the rules are changed in place.
 *
 * @example
 * ```tsx
 * <ReplayRoot source={source} defaultAnnotations={[]} author="ada"><ReviewQueue /></ReplayRoot>
 * ```
 */
export const ReviewQueue: Part<PartProps> = definePart<PartProps>('ReviewQueue', function ReviewQueue({ className, style }, ref): ReactElement {
  const messages = useWords('reviewQueue', reviewQueueMessages);
  const format = useFormat();
  const store = useReplayStore();
  const { setPane } = useReplayViewActions();
  const queue = useQueue();
  const { ready, failed, items, decided, current, decide } = queue;
  const [shown, setShown] = useState(SHOWN);
  const [settings, setSettings] = useState(false);
  const [dismissing, setDismissing] = useState<string>();
  const [evidence, setEvidence] = useState<{ readonly id: string; readonly index: number }>();
  const id = useId();
  const root = useRef<HTMLElement>(null);
  useImperativeHandle(ref, () => root.current as HTMLElement, []); // set before effects run
  const held = useRef(false);
  const place = current ? items.indexOf(current) : -1;
  const last = Math.max(shown, place + 1);

  // Whoever opened the panel by its key wants to go on with what is in it.
  const filled = items.length > 0;
  useEffect(() => {
    const panel = root.current?.closest('[role=tabpanel]');
    if (filled && panel && panel === document.activeElement) root.current?.querySelector<HTMLElement>('[data-current=true] .ph-queue__go')?.focus();
  }, [filled]);

  // The focus stays in the queue when what had it moved down or went away.
  useEffect(() => {
    if (held.current && dismissing === undefined) root.current?.querySelector<HTMLElement>('[data-current=true] .ph-queue__go')?.focus();
  }, [current?.id, dismissing]);

  const show = (marker: string, index: number, events: readonly string[]): void => {
    setEvidence({ id: marker, index });
    queue.go(marker);
    setPane('events');
    if (events[index] === undefined) store.seek(store.getState().timeMap.toVirtual(queue.items.find((item) => item.id === marker)?.at ?? 0)); // a rule of a host that names no event
    else store.select(events[index]);
  };
  const showNext = (): void => {
    if (!current) return;
    const before = evidence?.id === current.id ? evidence.index : -1;
    show(current.id, (before + 1) % Math.max(1, current.evidence.length), current.evidence);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || dismissing !== undefined || !(event.target instanceof Element) || !event.target.closest('.ph-queue')) return;
    const act = {
      ArrowDown: () => void queue.step(1), ArrowUp: () => void queue.step(-1), Home: () => void queue.step(-items.length), End: () => void queue.step(items.length),
      ...(decide && { d: () => decide('done'), x: () => setDismissing(current?.id), u: () => decide('open') }),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const state = !ready ? 'loading' : items.length === 0 ? 'empty' : decided === items.length ? 'done' : 'ready';
  return (
    <section
      ref={root} className={classes('ph-review', className)} style={style} data-part="review-queue" data-state={state} aria-label={messages.label} aria-busy={!ready}
      onKeyDown={onKeyDown} onFocus={() => { held.current = true; }} onBlur={({ currentTarget, relatedTarget }) => { if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) held.current = false; }}
    >
      <div className="ph-review__bar">
        <h3 className="ph-pane__title">{messages.label}</h3>
        {items.length > 0 && <span className="ph-count">{messages.progress(format.number(decided), format.number(items.length))}</span>}
        {items.length > 0 && <span className="ph-meter" aria-hidden="true"><i hidden={decided === 0} style={{ flex: decided }} /><i className="s" hidden={decided === items.length} style={{ flex: items.length - decided }} /></span>}
        <span className="ph-grow" />
        <button type="button" className="ph-btn ph-btn--s" aria-expanded={settings} aria-controls={`${id}-rules`} onClick={() => setSettings(!settings)}><Icon name="filter" small />{messages.rules}{failed > 0 && <>{' '}<span className="ph-badge ph-badge--bad">{messages.someFailed(failed)}</span></>}</button>
        <button type="button" className="ph-btn ph-btn--icon" aria-label={messages.previous} title={messages.previous} disabled={place < 1} onClick={() => { queue.step(-1); }}><Icon name="chev-u" /></button>
        <button type="button" className="ph-btn ph-btn--icon" aria-label={messages.next} title={messages.next} disabled={place < 0 || place === items.length - 1} onClick={() => { queue.step(1); }}><Icon name="chev-d" /></button>
      </div>
      <div id={`${id}-rules`} hidden={!settings}>{settings && <RuleSettings markers={items} />}</div>
      {state === 'loading' && <div className="ph-review__wait" role="status" aria-label={messages.loading}>{[64, 48, 72].map((width) => <i key={width} className="ph-skel" style={{ inlineSize: `${width}%` }} />)}</div>}
      {state === 'empty' && <State icon="pass" title={messages.noneTitle}>{messages.none}</State>}
      {state === 'done' && <p className="ph-review__all ph-row ph-ok"><Icon name="check" />{messages.allDone}</p>}
      {items.length > 0 && (
        <ul className="ph-queue" aria-label={messages.list}>
          {items.slice(0, last).map((item) => (
            <QueueItemView
              key={item.id} item={item} current={item === current} decide={decide} dismissing={dismissing === item.id} onDismissing={(on) => setDismissing(on ? item.id : undefined)}
              shownEvidence={evidence?.id === item.id ? evidence.index : undefined} onGo={() => queue.go(item.id)} onShow={(index) => show(item.id, index, item.evidence)} onShowNext={showNext}
            />
          ))}
        </ul>
      )}
      {items.length > last && <button type="button" className="ph-btn ph-btn--s ph-review__more" onClick={() => setShown(last + SHOWN)}>{messages.more(Math.min(SHOWN, items.length - last))}</button>}
      {decide && items.length > 0 && <p className="ph-review__keys ph-muted">{messages.keys}</p>}
    </section>
  );
});
