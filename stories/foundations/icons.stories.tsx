import type { ReactElement } from 'react';
import { Icon } from '../../packages/replay-react/src/elements/Icon.tsx';
import { iconPaths, type IconName } from '../../packages/replay-react/src/elements/icon-paths.ts';
import preview from '../.storybook/preview.tsx';
import './foundations.css';

function Icons(): ReactElement {
  // The keys of the paths are the names of the icons.
  return <ul className="stories-grid">{(Object.keys(iconPaths) as IconName[]).map((name) => <li key={name}><Icon name={name} /><Icon name={name} small />{name}</li>)}</ul>;
}

const meta = preview.meta({ title: 'Foundations/Icons', component: Icons });

/** Drawn on a grid of 16 px with a round stroke of 1.5 px, in 16 and 14 px. They are decoration: the word beside one says the same. */
export const All = meta.story({});
