import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { describe, expect, test, vi } from 'vitest';
import { createReplay, defaultKeyMap, type KeyMap, type ReplayCommand, type ReplayStore } from '@playhead/replay-core';
import { ReplayRoot, useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';
import type { ReplayRootProps } from '../replay/root-props.ts';
import type { ReplayAction } from '../settings/replay-settings.ts';
import { buildRecords, type Line } from '../testing/build-session.ts';
import { useReplayView } from '../view/ViewContext.tsx';

vi.setConfig({ testTimeout: 30_000 });

const lines: readonly Line[] = [
  { type: 'prompt', data: { text: 'Get the suite green', origin: 'human' }, seconds: 1 },
  { type: 'terminal_command', data: { command: 'npm test', tool: 'Bash' }, call: 'c1', seconds: 10 },
  { type: 'terminal_output', data: { text: 'two failed', exitCode: 1 }, call: 'c1', seconds: 20 },
  { type: 'tool_result', data: { status: 'failed' }, call: 'c1', seconds: 21 },
  { type: 'session_checkpoint', data: { title: 'cp-1' }, seconds: 30 },
  { type: 'prompt', data: { text: 'Fix it', origin: 'human' }, seconds: 60 },
  { type: 'file_diff', data: { path: 'a.ts', change: 'modified', hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-a', '+b'] }] }, call: 'c2', seconds: 70 },
  { type: 'failure', data: { message: 'It broke' }, seconds: 80 },
  { type: 'assistant_text', data: { text: 'Done', messageId: 'm1' }, seconds: 100 },
];

function Panes(): ReactElement {
  const store = useReplayStore();
  const { tab, pane, layer, viewed } = useReplayView();
  const { model, currentIndex, query } = useReplayState((state) => state);
  return (
    <>
      <div aria-label="view">{`${tab} ${pane} ${layer ?? 'no layer'} ${viewed.size} viewed`}</div>
      <div data-ph-search=""><input aria-label="Search events" value={query} onChange={(event) => store.setQuery(event.target.value)} /></div>
      <div role="feed" aria-label="Events">
        {model.events.map((event, index) => <article key={event.id} aria-label={event.id} aria-current={index === currentIndex} tabIndex={-1} />)}
      </div>
      <button type="button">Elsewhere</button>
      <input type="range" aria-label="Threshold" defaultValue={50} />
    </>
  );
}

async function show(props: Partial<ReplayRootProps> = {}) {
  const store = createReplay((await recorded()), { idle: 'wall' });
  await vi.waitFor(() => expect(store.getState().live).toBe(false));
  const actions: ReplayAction[] = [];
  render(<ReplayRoot store={store} onAction={(action) => actions.push(action)} {...props}><Panes /></ReplayRoot>);
  await act(async () => { await import('../replay/late-services.ts'); });
  act(() => store.select('r5'));
  document.querySelector<HTMLElement>('[data-ph]')?.focus();
  return { store, actions, user: userEvent.setup(), said: () => screen.getByRole('status').textContent };
}

/** A replay of which the rest is read when it is asked to. */
async function showHalf() {
  const records = buildRecords([...lines, { type: 'session_stop', data: { outcome: 'success' }, seconds: 101 }]);
  let release = (): void => undefined;
  const rest = new Promise<void>((resolve) => { release = resolve; });
  const source = { async *open() {
    yield { records: records.slice(0, 2), upToDate: false };
    await rest;
    yield { records: records.slice(2), upToDate: false };
  } };
  const store = createReplay(source, { idle: 'wall' });
  await vi.waitFor(() => expect(store.getState().model.events).not.toHaveLength(0));
  render(<ReplayRoot store={store}><Panes /></ReplayRoot>);
  await act(async () => { await import('../replay/late-services.ts'); });
  document.querySelector<HTMLElement>('[data-ph]')?.focus();
  const readRest = async (): Promise<void> => {
    release();
    await act(() => vi.waitFor(() => expect(store.getState().live).toBe(false)));
  };
  return { store, readRest, user: userEvent.setup(), said: () => screen.getByRole('status').textContent };
}

async function recorded() {
  const records = buildRecords([...lines, { type: 'session_stop', data: { outcome: 'success' }, seconds: 101 }]);
  return { async *open() { yield { records, upToDate: true }; } };
}

type Shown = Awaited<ReturnType<typeof show>>;

const at = (store: ReplayStore): string | undefined => store.getState().model.events[store.getState().currentIndex]?.id;
const view = (): string | null => screen.getByLabelText('view').textContent;
/** The event that a key leads to from the checkpoint, `r5`. */
const leadsTo = (id: string) => ({ store }: Shown): void => expect(at(store)).toBe(id);
const asks = (type: ReplayAction['type']) => ({ actions }: Shown): void => expect(actions).toEqual([expect.objectContaining({ type, eventId: 'r5' })]);
/** Where nobody may write, there is nothing to rate and nothing to export. */
const asksNothing = ({ actions }: Shown): void => expect(actions).toEqual([]);
const opens = (words: string) => (): void => expect(view()).toContain(words);
const timeIs = (milliseconds: number) => ({ store }: Shown): void => expect(store.clock.now()).toBe(milliseconds);

const effects: Readonly<Record<ReplayCommand, (shown: Shown) => unknown>> = {
  'play-pause': ({ store, said }) => { expect(store.getState().playing).toBe(true); expect(said()).toBe('Playing'); },
  'previous-moment': ({ store }) => expect(store.getState().currentIndex).toBeLessThan(5), 'next-moment': leadsTo('r6'),
  'previous-snapshot': ({ said }) => expect(said()).toBe('Nothing further'), 'next-snapshot': ({ said }) => expect(said()).toBe('Nothing further'),
  back: timeIs(25_000), forward: timeIs(35_000), 'back-event': leadsTo('r4'), 'forward-event': leadsTo('r6'), 'back-far': timeIs(0), 'forward-far': timeIs(60_000),
  'previous-row': async () => vi.waitFor(() => expect(screen.getByRole('article', { name: 'r4' })).toHaveFocus()),
  'next-row': async () => vi.waitFor(() => expect(screen.getByRole('article', { name: 'r6' })).toHaveFocus()),
  'previous-turn': leadsTo('r1'), 'next-turn': leadsTo('r6'),
  'previous-agent': ({ said }) => expect(said()).toBe('Nothing further'), 'next-agent': ({ said }) => expect(said()).toBe('Nothing further'),
  'previous-error': ({ store, said }) => { expect(store.getState().model.events[store.getState().currentIndex]?.severity).toBe('error'); expect(said()).toMatch(/^Error 1 of 2: /); },
  'next-error': ({ store, said }) => { expect(at(store)).toBe('r8'); expect(said()).toMatch(/^Error 2 of 2: .*It broke/); },
  'previous-frame': ({ store }) => expect(store.getState().currentIndex).toBeLessThan(5), 'next-frame': ({ store }) => expect(store.getState().currentIndex).toBeGreaterThan(5),
  'inspect-snapshot': asks('inspect-snapshot'), intervene: asks('intervene'), leave: asks('leave'), note: asks('note'), 'rate-good': asksNothing, 'rate-wrong': asksNothing, 'export-review': asksNothing, 'needs-review': asks('needs-review'),
  close: ({ actions }) => expect(actions).toEqual([]),
  start: timeIs(0), end: ({ store }) => expect(store.clock.now()).toBe(store.getState().timeMap.durationMs),
  live: leadsTo('r5'), slower: ({ store, said }) => { expect(store.getState().rate).toBe(0.5); expect(said()).toBe('Speed 0.5×'); }, faster: ({ store, said }) => { expect(store.getState().rate).toBe(2); expect(said()).toBe('Speed 2×'); },
  search: async () => vi.waitFor(() => expect(screen.getByRole('textbox', { name: 'Search events' })).toHaveFocus()),
  focus: async () => vi.waitFor(() => expect(screen.getByRole('article', { name: 'r5' })).toHaveFocus()),
  viewed: opens('0 viewed'),
  'copy-link': async ({ actions, said }) => {
    expect(actions).toEqual([expect.objectContaining({ type: 'copy-link', text: expect.stringMatching(/#e=r5$/) })]);
    await vi.waitFor(() => expect(said()).toBe('Link copied'));
  },
  'tab-1': opens('terminal inspector'), 'tab-2': opens('diff inspector'), 'tab-3': opens('files inspector'), 'tab-4': opens('tests inspector'), 'tab-5': opens('output inspector'), 'tab-6': opens('raw inspector'), 'tab-7': opens('notes inspector'),
  shortcuts: opens('shortcuts'),
};

/** What user-event types for a key as a key map writes it. */
function typed(key: string): string {
  const [last = '', ...modifiers] = key === '+' ? [key] : key.split('+').reverse();
  const name = { '[': '[[', '{': '{{', ' ': ' ' }[last] ?? ([...last].length > 1 ? `{${last}}` : last);
  return modifiers.reduce((text, modifier) => `{${modifier}>}${text}{/${modifier}}`, name);
}

describe('the key', () => {
  test.each(Object.entries(defaultKeyMap).flatMap(([command, keys]) => keys.map((key) => [key, command as ReplayCommand] as const)))('%s does %s', async (key, command) => { // the keys of a key map are commands
    const shown = await show();
    await shown.user.keyboard(typed(key));
    await effects[command](shown);
  });

  test('counts while what it does is still on its way', async () => {
    const store = createReplay(await recorded());
    await vi.waitFor(() => expect(store.getState().live).toBe(false));
    act(() => store.seek(0));
    const { container } = render(<ReplayRoot store={store}>{null}</ReplayRoot>);
    const root = container.querySelector('[data-ph]') ?? container;
    expect(fireEvent.keyDown(root, { key: 'ArrowRight', shiftKey: true })).toBe(false);
    expect(fireEvent.keyDown(root, { key: ' ' })).toBe(false);
    await vi.waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('Playing'));
    expect(store.getState().currentIndex).toBeGreaterThan(0);
  });

  test('Escape closes the layer, then clears the range, then the search', async () => {
    const { store, user, said } = await show();
    await user.keyboard('?');
    act(() => { store.setRange({ from: 1_760_000_001_000_000, to: 1_760_000_080_000_000 }); store.setQuery('npm'); });
    await user.keyboard('{Escape}');
    expect(view()).toContain('no layer');
    expect(store.getState().range).toBeDefined();
    await user.keyboard('{Escape}');
    expect(store.getState()).toMatchObject({ query: 'npm' });
    expect(store.getState().range).toBeUndefined();
    expect(said()).toBe('Whole session');
    await user.keyboard('{Escape}');
    expect(store.getState().query).toBe('');
  });

  test('n goes to the next result while something is searched for', async () => {
    const { store, user, said } = await show();
    act(() => { store.setQuery('Done'); });
    await vi.waitFor(() => expect(store.getState().hits).toEqual(['r9']));
    await user.keyboard('n');
    expect(at(store)).toBe('r9');
    expect(said()).toMatch(/^Result 1 of 1: .*Done/);
  });

  test('n pressed while the session is still read goes to the error once it was read', async () => {
    const { store, readRest, user, said } = await showHalf();
    await user.keyboard('n');
    expect(said()).toBe('');
    await readRest();
    expect(at(store)).toBe('r3');
    expect(said()).toMatch(/^Error 1 of 2: /);
  });

  test.each<[string, (store: ReplayStore) => void, string]>([
    ['by a click', (store) => store.select('r0'), 'r0'], ['by keys', (store) => store.step(1), 'r1'],
  ])('n pressed while the session is still read takes nobody back who went elsewhere %s', async (_how, goElsewhere, id) => {
    const { store, readRest, user } = await showHalf();
    await user.keyboard('n');
    act(() => goElsewhere(store));
    await readRest();
    expect(at(store)).toBe(id);
  });

  test('v ticks off the file that was changed last', async () => {
    const { store, user } = await show();
    act(() => store.select('r7'));
    await user.keyboard('v');
    expect(view()).toContain('1 viewed');
    await user.keyboard('v');
    expect(view()).toContain('0 viewed');
  });
});

describe('keys are left alone', () => {
  test('while someone types, but for Escape', async () => {
    const { store, user } = await show();
    await user.click(screen.getByRole('textbox'));
    await user.keyboard('Done 1?');
    expect(store.getState()).toMatchObject({ query: 'Done 1?', playing: false });
    expect(view()).toContain('terminal events no layer');
    await user.keyboard('{Escape}');
    expect(store.getState().query).toBe('');
  });

  test('when a button is pressed by Space', async () => {
    const { store, user } = await show();
    screen.getByRole('button', { name: 'Elsewhere' }).focus();
    await user.keyboard(' ');
    expect(store.getState().playing).toBe(false);
    await user.keyboard('{ArrowRight}');
    expect(store.clock.now()).toBe(35_000);
  });

  test('when they move a slider, and no other key is', async () => {
    const { store } = await show();
    screen.getByRole('slider', { name: 'Threshold' }).focus();
    for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown']) expect(fireEvent.keyDown(screen.getByRole('slider', { name: 'Threshold' }), { key })).toBe(true);
    expect(store.getState().selectedId).toBe('r5');
    fireEvent.keyDown(screen.getByRole('slider', { name: 'Threshold' }), { key: 'n' });
    await vi.waitFor(() => expect(store.getState().selectedId).toBe('r8'));
  });

  test('with Control or Meta', async () => {
    const { actions, user } = await show();
    await user.keyboard('{Control>}s{/Control}{Meta>}q{/Meta}');
    expect(actions).toEqual([]);
  });

  test('when the focus is outside of the replay', async () => {
    const { store, user } = await show();
    act(() => { document.querySelector<HTMLElement>('[data-ph]')?.blur(); });
    await user.keyboard(' ');
    expect(store.getState().playing).toBe(false);
  });

  test('when the host switches them off', async () => {
    const { store, user } = await show({ keymap: false });
    await user.keyboard(' 2');
    expect(store.getState().playing).toBe(false);
    expect(view()).toContain('terminal');
  });

  test('when the host forbids what they ask for', async () => {
    const { actions, user } = await show({ can: { annotate: false, branch: false } });
    await user.keyboard('imr');
    expect(actions).toEqual([]);
  });
});

test('a host chooses other keys', async () => {
  const keymap: KeyMap = { ...defaultKeyMap, 'play-pause': ['p'], 'tab-2': ['d'] };
  const { store, user } = await show({ keymap });
  await user.keyboard(' 2');
  expect(store.getState().playing).toBe(false);
  await user.keyboard('pd');
  expect(store.getState().playing).toBe(true);
  expect(view()).toContain('diff');
});

test('a link that cannot be copied is said and still handed to the host', async () => {
  const { actions, user, said } = await show();
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValueOnce(new Error('denied'));
  await user.keyboard('y');
  await vi.waitFor(() => expect(said()).toBe('The link could not be copied'));
  expect(actions).toHaveLength(1);
});

