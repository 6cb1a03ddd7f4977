import type { ReactElement } from 'react';
import { recordsSource } from '@playhead/replay-core';
import { SessionReplay } from '@playhead/replay-react';
import '@playhead/replay-react/styles.css';
import { records } from './recording.ts';

const source = recordsSource(records);

export function App(): ReactElement {
  return <SessionReplay source={source} defaultTab="output" />;
}
