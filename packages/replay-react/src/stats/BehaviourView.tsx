'use client';
import { useMemo, type ReactElement } from 'react';
import { behaviourOf, type SessionModel, type SessionStatistics } from '@playhead/replay-core';
import { Icon } from '../elements/Icon.tsx';
import type { IconName } from '../elements/icon-paths.ts';
import { relativePath } from '../elements/relative-path.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { statsMessages } from './stats-messages.ts';

const MOST = 3;
const LONGEST = 100;

/** What the agent did, in four lines: read, changed, ran, asked; each with what it did most. */
export function BehaviourView({ model, stats }: { readonly model: SessionModel; readonly stats: SessionStatistics }): ReactElement {
  const words = useWords('stats', statsMessages);
  const format = useFormat();
  const { read, changed, ran, asked } = useMemo(() => behaviourOf(model, { most: MOST, stats }), [model, stats]);
  const path = (name: string): string => relativePath(name, model.session.cwd);
  const count = (name: keyof typeof words.did, value: number): string | undefined => (value > 0 ? words.did[name](value, format.number(value)) : undefined);
  const lines: readonly (readonly [IconName, string, readonly (string | undefined)[], readonly string[]])[] = [
    ['read', words.read, [count('files', read.files), count('searches', read.searches), count('pages', read.fetches)], read.most.map(({ path: name, reads }) => `${path(name)} ${format.number(reads)}×`)],
    ['edit', words.changed, [count('files', changed.files), count('added', changed.linesAdded), count('removed', changed.linesRemoved), count('commits', changed.commits)], changed.most.map(({ path: name, added, removed }) => `${path(name)} +${format.number(added)} −${format.number(removed)}`)],
    ['command', words.ran, [count('commands', ran.commands), count('failed', ran.failedCommands), count('testRuns', ran.testRuns), count('mcpCalls', ran.mcpCalls), count('skills', ran.skills), count('subagents', ran.subagents)], ran.most.map(({ name, count: times }) => `${name} ${format.number(times)}×`)],
    ['prompt', words.asked, [count('prompts', asked.prompts + asked.machinePrompts), count('permissions', asked.permissions), count('questions', asked.questions), count('denied', asked.denied)], []],
  ];
  return (
    <dl className="ph-did" aria-label={words.behaviour}>
      {lines.map(([icon, label, figures, most]) => (
        <div key={label} className={`ph-did__i ph-k-${icon}`}>
          <dt className="ph-row"><Icon name={icon} small />{label}</dt>
          <dd>
            <span>{figures.filter((figure) => figure !== undefined).join(' · ') || words.nothing}</span>
            {most.length > 0 && <span className="ph-muted">{most.map((text, index) => <span key={text}>{index > 0 && ' · '}<VisibleText text={text.slice(0, LONGEST)} /></span>)}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
