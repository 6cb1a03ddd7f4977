import type { ReactElement } from 'react';
import { expect, fn, waitFor, within } from 'storybook/test';
import { defaultKeyMap, type ReplayCommand } from '@playhead/replay-core';
import { SessionReplay, type ReplayAction } from '@playhead/replay-react';
import preview, { replayOf } from './.storybook/preview.tsx';
import type { StoryReplay } from './.storybook/story-replay.ts';
import { golden } from './fixtures/recordings.ts';
import { withSnapshots } from './fixtures/with-snapshots.ts';

const meta = preview.meta({ title: 'Keyboard', component: SessionReplay, args: { onAction: fn() } });

type RenderContext = Parameters<typeof replayOf>[0];
const whole = (args: object, context: RenderContext): ReactElement => <SessionReplay {...args} {...replayOf(context).props} style={{ blockSize: '100vh' }} />;

/** Keys work while the focus is anywhere in the replay but in a field; `?` shows them all. */
export const Keys = meta.story({ parameters: { replay: { root: false, recording: withSnapshots(golden), at: 250 } }, render: whole });

/** A session that goes on, its reader somewhere else in it. */
export const Live = meta.story({ parameters: { replay: { root: false, live: true, at: 100 } }, render: whole });

/** What can be seen of a replay. */
interface Seen {
  readonly event: number;
  readonly said: string;
}

interface Pressed {
  readonly canvas: ReturnType<typeof within>;
  readonly userEvent: { keyboard(text: string): Promise<void> };
  readonly onAction: ReturnType<typeof fn>;
  readonly see: () => Seen & { readonly time: number };
  readonly before: Seen & { readonly time: number };
}

/** What is said at the first event of the one subagent of the recording. */
const SUBAGENT = 'Agent: Review the auth change';

type Effect = (pressed: Pressed) => Promise<void> | void;

const later: Effect = ({ see, before }) => expect(see().event).toBeGreaterThan(before.event);
const earlier: Effect = ({ see, before }) => expect(see().event).toBeLessThan(before.event);
const by = (milliseconds: number): Effect => ({ see, before }) => expect(see().time - before.time).toBeCloseTo(milliseconds, -2);
const asks = (type: ReplayAction['type']): Effect => ({ onAction }) => expect(onAction).toHaveBeenCalledWith(expect.objectContaining({ type }));
const says = (words: RegExp): Effect => ({ see }) => expect(see().said).toMatch(words);
const opensTab = (position: number): Effect => ({ canvas }) => expect(canvas.getAllByRole('tab')[position]).toHaveAttribute('aria-selected', 'true');
const both = (...effects: readonly Effect[]): Effect => async (pressed) => { for (const effect of effects) await effect(pressed); };
const focusesRow: Effect = ({ canvas }) => expect(canvas.getAllByRole('article').some((row: HTMLElement) => row === document.activeElement)).toBe(true);
const speed = (value: string): Effect => ({ canvas }) => expect(canvas.getByRole('combobox', { name: 'Speed' })).toHaveValue(value);

/** What each key does, as a reader sees or hears it. */
const effects: Readonly<Record<ReplayCommand, Effect>> = {
  'play-pause': async ({ canvas, userEvent }) => {
    await canvas.findByRole('button', { name: 'Pause' });
    await userEvent.keyboard(' ');
    await canvas.findByRole('button', { name: 'Play' });
  },
  'previous-moment': both(earlier, says(/^Tests: npm test$/)), 'next-moment': both(later, says(/^Tests: npm test -- test\/jwt\.fuzz/)),
  'previous-snapshot': both(earlier, says(/^Checkpoint: Snapshot \d$/)), 'next-snapshot': both(later, says(/^Checkpoint: Snapshot \d$/)),
  back: by(-5000), forward: by(5000), 'back-far': by(-30_000), 'forward-far': by(30_000), 'back-event': earlier, 'forward-event': later,
  'previous-row': both(earlier, focusesRow), 'next-row': both(later, focusesRow),
  'previous-turn': both(earlier, says(/^Prompt: /)), 'next-turn': both(later, says(/^Prompt: /)),
  'previous-agent': async ({ see, userEvent, before }) => {
    await waitFor(() => expect(see()).toMatchObject({ said: 'Nothing further', event: before.event })); // the first agent stands above all others
    await userEvent.keyboard('l');
    await waitFor(() => expect(see().said).toBe(SUBAGENT));
    const { event } = see();
    await userEvent.keyboard('h');
    await waitFor(() => expect(see().event).toBeGreaterThan(event)); // what the first agent did next
  },
  'next-agent': both(later, says(new RegExp(`^${SUBAGENT}$`))),
  'previous-error': both(earlier, says(/^Error \d of 6/)), 'next-error': both(later, says(/^Error \d of 6/)),
  'previous-frame': both(earlier, says(/^Tests: npm test$/)), 'next-frame': both(later, says(/^Tests: npm test -- test\/jwt\.fuzz/)),
  start: ({ see }) => expect(see().time).toBe(0), end: ({ canvas, see }) => expect(Math.round(see().time)).toBe(Number(canvas.getByRole('slider').getAttribute('aria-valuemax'))),
  live: () => {}, // there is a live end in the story Live only
  'rate-good': () => {}, 'rate-wrong': () => {}, 'export-review': () => {}, // nobody reviews here
  slower: speed('0.5'), faster: speed('2'),
  'inspect-snapshot': asks('inspect-snapshot'), intervene: asks('intervene'), leave: asks('leave'), note: asks('note'), 'needs-review': asks('needs-review'),
  'copy-link': ({ onAction }) => expect(onAction).toHaveBeenCalledWith(expect.objectContaining({ type: 'copy-link', text: expect.stringContaining('#e=') as string })), // an asymmetric matcher stands for a text
  search: ({ canvas }) => expect(canvas.getByRole('searchbox', { name: 'Search events' })).toHaveFocus(),
  focus: focusesRow,
  viewed: async ({ canvas, userEvent }) => {
    await userEvent.keyboard('2');
    const ticks = (): readonly unknown[] => [canvas.getByRole('tab', { selected: true, name: /Diff/ }), ...canvas.queryAllByRole('checkbox', { name: 'Viewed' })].map((box: HTMLElement) => box.getAttribute('aria-checked'));
    await waitFor(() => expect(ticks()).toEqual([null, 'true'])); // the diff is loaded when it is shown
    await userEvent.keyboard('v');
    await waitFor(() => expect(ticks()).toEqual([null, 'false']));
  },
  'tab-1': opensTab(0), 'tab-2': opensTab(1), 'tab-3': opensTab(2), 'tab-4': opensTab(3), 'tab-5': opensTab(4), 'tab-6': opensTab(5), 'tab-7': opensTab(6),
  shortcuts: ({ canvas }) => expect(canvas.getByRole('dialog', { name: /shortcuts/i })).toBeVisible(),
  close: async ({ canvas, userEvent }) => {
    await userEvent.keyboard('?');
    await canvas.findByRole('dialog');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(canvas.queryByRole('dialog')).toBeNull());
  },
};

/** Effects that press more keys, so they must not be tried twice. */
const WAIT_THEMSELVES: readonly ReplayCommand[] = ['play-pause', 'viewed', 'close', 'previous-agent'];

const playing: readonly ReplayCommand[] = ['play-pause', 'slower', 'faster', 'start', 'end', 'back', 'forward', 'back-far', 'forward-far', 'previous-frame', 'next-frame'];
const stepping: readonly ReplayCommand[] = ['back-event', 'forward-event', 'previous-row', 'next-row', 'previous-turn', 'next-turn', 'previous-moment', 'next-moment', 'previous-snapshot', 'next-snapshot', 'previous-agent', 'next-agent', 'previous-error', 'next-error'];
const showing: readonly ReplayCommand[] = ['tab-2', 'tab-3', 'tab-4', 'tab-5', 'tab-6', 'tab-7', 'tab-1', 'search', 'focus', 'viewed', 'shortcuts', 'close'];
const asking: readonly ReplayCommand[] = ['inspect-snapshot', 'intervene', 'leave', 'note', 'needs-review', 'copy-link'];

Keys.test('plays, scrubs and changes speed', (context) => pressEach(context, playing));
Keys.test('steps to rows, turns, moments, snapshots, agents and errors', (context) => pressEach(context, stepping));
Keys.test('opens tabs, search, the list and the sheet of keys', (context) => pressEach(context, showing));
Keys.test('asks the host for what is the host’s', (context) => pressEach(context, asking));
Keys.test('leaves no key of the key map out', async () => {
  await expect([...playing, ...stepping, ...showing, ...asking, 'live', 'rate-good', 'rate-wrong', 'export-review'].sort()).toEqual(Object.keys(defaultKeyMap).sort());
});
Keys.test('types into a field instead of playing', async ({ canvas, userEvent }) => {
  await userEvent.click(canvas.getByRole('searchbox', { name: 'Search events' }));
  await userEvent.keyboard('n 1');
  await expect(canvas.getByRole('searchbox', { name: 'Search events' })).toHaveValue('n 1');
  await expect(canvas.getByRole('button', { name: 'Play' })).toBeVisible();
});

Live.test('stays where its reader is while events arrive, and L goes to the live end', async (context) => {
  const { canvas, canvasElement, userEvent } = context;
  const replay = replayOf(context);
  const before = seen(canvasElement);
  replay.append(5);
  await waitFor(() => expect(replay.store.getState().unseen).toBeGreaterThanOrEqual(5));
  await expect(seen(canvasElement).event).toBe(before.event);
  rootOf(canvasElement).focus();
  await userEvent.keyboard('L');
  await waitFor(() => expect(seen(canvasElement).event).toBeGreaterThan(before.event));
  await expect(canvas.queryByText(/^Jump to live/)).toBeNull();
});

interface TestContext extends RenderContext {
  readonly canvas: unknown;
  readonly canvasElement: HTMLElement;
  readonly userEvent: Pressed['userEvent'];
  readonly args: { readonly onAction?: unknown };
  readonly step: (label: string, play: () => Promise<void>) => Promise<void> | void;
}

/** Presses every key of every command, each from the same place. */
async function pressEach({ canvasElement, userEvent, args, step, ...context }: TestContext, commands: readonly ReplayCommand[]): Promise<void> {
  const replay = replayOf(context);
  const onAction = args.onAction as Pressed['onAction']; // the `fn()` of the args
  const start = replay.store.getState().selectedId;
  const { event } = seen(canvasElement);
  for (const command of commands) {
    for (const key of defaultKeyMap[command]) {
      await step(`${key === ' ' ? 'Space' : key}: ${command}`, async () => {
        backTo(replay, start, canvasElement);
        await waitFor(() => expect(seen(canvasElement).event).toBe(event)); // the page shows where the replay stands a moment later
        const see: Pressed['see'] = () => ({ ...seen(canvasElement), time: replay.store.clock.now() });
        const before = see();
        onAction.mockClear();
        await userEvent.keyboard(typed(key));
        const pressed: Pressed = { canvas: within(canvasElement), userEvent, onAction, see, before };
        await (WAIT_THEMSELVES.includes(command) ? effects[command](pressed) : waitFor(() => effects[command](pressed)));
        await userEvent.keyboard('{Escape}');
      });
    }
  }
}

function backTo({ store }: StoryReplay, start: string | undefined, canvasElement: HTMLElement): void {
  store.pause();
  store.setRate(1);
  store.setQuery('');
  store.select(start);
  rootOf(canvasElement).focus();
}

function rootOf(canvasElement: HTMLElement): HTMLElement {
  return canvasElement.querySelector<HTMLElement>('[data-ph]')!; // every story is in one
}

function seen(canvasElement: HTMLElement): Seen {
  const words = (selector: string): string => canvasElement.querySelector(selector)?.textContent ?? ''; // by selector: the roles of a whole replay take seconds to compute
  return { event: Number(/Event (\d+) of/.exec(words('[role=toolbar]'))?.[1]), said: words('[role=status]') };
}

/** What user-event types for a key as a key map writes it. */
function typed(key: string): string {
  const [last = '', ...modifiers] = key.split('+').reverse();
  const name = { '[': '[[', '{': '{{' }[last] ?? ([...last].length > 1 ? `{${last}}` : last);
  return modifiers.reduce((text, modifier) => `{${modifier}>}${text}{/${modifier}}`, name);
}
