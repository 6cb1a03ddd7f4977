import type { ReactElement } from 'react';
import { Icon } from '../../packages/replay-react/src/elements/Icon.tsx';
import { iconPaths, type IconName } from '../../packages/replay-react/src/elements/icon-paths.ts';
import * as partIcons from '../../packages/replay-react/src/elements/part-icons.ts';
import preview from '../.storybook/preview.tsx';
import './foundations.css';

// The keys of the paths are the names of the icons.
const all: readonly (readonly [words: string, name: IconName])[] = [...(Object.keys(iconPaths) as IconName[]).map((name) => [name, name] as const), ...Object.entries(partIcons)];

function Icons(): ReactElement {
  return <ul className="stories-grid">{all.map(([words, name]) => <li key={words}><Icon name={name} /><Icon name={name} small />{words}</li>)}</ul>;
}

const meta = preview.meta({ title: 'Foundations/Icons', component: Icons });

/** Drawn on a grid of 16 px with a round stroke of 1.5 px, in 16 and 14 px. They are decoration: the word beside one says the same. */
export const All = meta.story({});
