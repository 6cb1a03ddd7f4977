import type { ReactElement } from 'react';
import { eventRegistry, type EventKind } from '@playhead/protocol';
import { Icon } from '../../packages/replay-react/src/elements/Icon.tsx';
import { kindIcons } from '../../packages/replay-react/src/elements/step-words.ts';
import preview from '../.storybook/preview.tsx';
import './foundations.css';

function Kinds(): ReactElement {
  return (
    <table className="stories-kinds">
      <thead><tr><th scope="col">Kind</th><th scope="col">Events</th></tr></thead>
      <tbody>
        {(Object.keys(kindIcons) as EventKind[]).map((kind) => ( // the keys of the icons are the kinds
          <tr key={kind}>
            <td><span style={{ color: `var(--ph-kind-${kind}, var(--ph-text-2))` }}><Icon name={kindIcons[kind]} /></span> {kind}</td>
            <td>{[...eventRegistry.values()].filter((event) => event.kind === kind).map(({ type, title }) => <div key={type}>{title} <code>{type}</code></div>)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const meta = preview.meta({ title: 'Foundations/Kinds', component: Kinds });

/** The families of events. A kind's colour is that of its icon alone; text, rows and fills stay neutral. */
export const All = meta.story({});
