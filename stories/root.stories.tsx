import { Events, Header, ReplayRoot, Timeline, Transport, useCurrentEvent } from '@playhead/replay-react';
import { useState, type ReactElement } from 'react';
import { expect, waitFor } from 'storybook/test';
import preview from './.storybook/preview.tsx';
import { replayOf } from './.storybook/with-replay.tsx';

type Replay = ReturnType<typeof replayOf>['props'];

const meta = preview.meta({ title: 'Parts/Root', component: ReplayRoot, args: { children: null }, parameters: { replay: { root: false } } });

/** Parts in a layout of the host, around a root of its own. */
export const OwnLayout = meta.story({
  render: (_args, context) => (
    <ReplayRoot {...replayOf(context).props}>
      <Header /><Timeline /><Transport />
      <div style={{ blockSize: 480 }}><Events /></div>
    </ReplayRoot>
  ),
});

function Held(props: Replay): ReactElement {
  const [rate, setRate] = useState(2);
  return (
    <ReplayRoot {...props} rate={rate} onRateChange={(wanted) => setRate(Math.min(4, wanted))} selectedId={null}>
      <Transport />
      <p style={{ padding: 16 }}>The host allows no more than 4× and no selection.</p>
    </ReplayRoot>
  );
}

/** The host holds speed and selection: what it does not adopt is undone. */
export const Controlled = meta.story({ render: (_args, context) => <Held {...replayOf(context).props} /> });

function Current(): ReactElement {
  const event = useCurrentEvent();
  return <p style={{ padding: 16 }}>{event ? `${event.title}: ${event.summary}` : 'Nothing yet'}</p>;
}

/** A part of the host, by hooks. */
export const OwnPart = meta.story({ render: (_args, context) => <ReplayRoot {...replayOf(context).props}><Current /><Transport /></ReplayRoot> });

export const RightToLeft = meta.story({
  globals: { direction: 'rtl' }, parameters: { replay: { root: false, recording: 'rtl' } },
  render: (_args, context) => <ReplayRoot {...replayOf(context).props}><Header /><Timeline /><Transport /></ReplayRoot>,
});

Controlled.test('undoes what the host does not adopt', async (context) => {
  const { store } = replayOf(context);
  store.setRate(16);
  await waitFor(() => expect(store.getState().rate).toBe(4));
  store.select(store.getState().model.events[3]?.id);
  await waitFor(() => expect(store.getState().selectedId).toBeUndefined());
});

OwnPart.test('hears of the event at the playhead', async (context) => {
  const { store } = replayOf(context);
  store.select(store.getState().model.turns[0]?.eventIds[0]);
  await waitFor(() => expect(context.canvas.getByText(/^Prompt: Add JWT auth/)).toBeVisible());
});
