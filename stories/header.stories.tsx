import { Header } from '@playhead/replay-react';
import preview from './.storybook/preview.tsx';

const meta = preview.meta({ title: 'Parts/Header', component: Header });

export const Succeeded = meta.story({});

export const Denied = meta.story({ parameters: { replay: { recording: 'denied' } } });

export const Failed = meta.story({ parameters: { replay: { recording: 'failed' } } });

export const Live = meta.story({ parameters: { replay: { recording: 'golden', live: true } } });

export const Processing = meta.story({ parameters: { replay: { recording: 'processing' } } });

export const LongNames = meta.story({ parameters: { replay: { recording: 'huge' }, frame: { width: 760 } } });

export const RightToLeft = meta.story({ parameters: { replay: { recording: 'rtl' } }, globals: { direction: 'rtl' } });

export const Narrow = meta.story({ parameters: { frame: { width: 320 } } });

Succeeded.test('names the session for assistive technology', async ({ canvas }) => {
  canvas.getByRole('heading', { level: 2 });
});
