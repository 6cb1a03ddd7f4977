import type { CSSProperties, ReactElement } from 'react';
import { ReplayRoot } from '@playhead/replay-react';
import { lookOf, openStoryReplay, type ReplayParameters, type StoryGlobals, type StoryReplay } from './story-replay.ts';

/** `parameters.frame` of a story: the box around its part. */
export interface FrameParameters {
  readonly width?: number | string;
  readonly height?: number | string;
  /** Class of the box, such as `ph-pane` for what stands in a pane. */
  readonly className?: string;
}

interface Context {
  readonly id: string;
  readonly canvasElement: HTMLElement;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly globals: Readonly<Record<string, unknown>>;
  readonly loaded: Readonly<Record<string, unknown>>;
}

// A replay lives as long as its canvas shows the same story: another theme or other args must not move the playhead.
const opened = new WeakMap<HTMLElement, { readonly key: string; readonly replay: Promise<Omit<StoryReplay, 'props'>> }>();

/** Opens the replay of a story: `loaded.replay`. */
export async function loadReplay({ id, canvasElement, parameters, globals }: Context): Promise<{ replay: StoryReplay }> {
  const key = JSON.stringify([id, globals['size'], globals['network']]);
  let known = opened.get(canvasElement);
  if (known?.key !== key) {
    void known?.replay.then(({ store }) => store.close());
    known = { key, replay: openStoryReplay((parameters['replay'] ?? {}) as ReplayParameters, globals as StoryGlobals) }; // what a story writes there
    opened.set(canvasElement, known);
  }
  const replay = await known.replay;
  return { replay: { ...replay, props: { ...lookOf(globals as StoryGlobals), store: replay.store } } };
}

/** Closes the replay when the story goes: the next story, or the same one again, begins anew. */
export function closeReplay({ canvasElement }: Context): () => void {
  return () => {
    void opened.get(canvasElement)?.replay.then(({ store }) => store.close());
    opened.delete(canvasElement);
  };
}

/** The replay of a story; `loaded.replay`, typed. */
export function replayOf({ loaded }: { readonly loaded: Readonly<Record<string, unknown>> }): StoryReplay {
  return loaded['replay'] as StoryReplay; // put there by `loadReplay`
}

/** Puts a story into a root with its replay. */
export function withReplay(Story: () => ReactElement, context: Context): ReactElement {
  const { root, props } = (context.parameters['replay'] ?? {}) as ReplayParameters; // what a story writes there
  if (root === false) return <Story />;
  const { width, height, className } = (context.parameters['frame'] ?? {}) as FrameParameters; // what a story writes there
  const box: CSSProperties = { ...(width !== undefined && { inlineSize: width, maxInlineSize: '100%' }), ...(height !== undefined && { blockSize: height }), display: 'flow-root', position: 'relative', background: 'var(--ph-surface)', overflow: height === undefined ? undefined : 'auto' };
  return (
    <ReplayRoot key={context.id} {...replayOf(context).props} {...props} style={{ background: 'var(--ph-canvas)', color: 'var(--ph-text)' }}>
      <div className={className} style={box}><Story /></div>
    </ReplayRoot>
  );
}
