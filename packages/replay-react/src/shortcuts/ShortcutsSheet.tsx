'use client';
import { useId, type ReactElement } from 'react';
import { defaultKeyMap } from '@playhead/replay-core';
import { Dialog } from '../elements/Dialog.tsx';
import { Icon } from '../elements/Icon.tsx';
import { Tick } from '../elements/Tick.tsx';
import { useSettings, useWords } from '../settings/SettingsContext.tsx';
import { useReplayView, useReplayViewActions } from '../view/ViewContext.tsx';
import { Keys } from './Keys.tsx';
import { shortcutsMessages } from './shortcuts-messages.ts';
import { shortcutGroups } from './shortcut-groups.ts';

/** The sheet itself: every shortcut of the replay by the keys that hold, and the switch for single keys. */
export function ShortcutsSheet(): ReactElement {
  const settings = useSettings();
  const { singleKeys } = useReplayView();
  const { setLayer, setSingleKeys } = useReplayViewActions();
  const words = useWords('shortcuts', shortcutsMessages);
  const title = useId();
  const close = (): void => setLayer(undefined);
  return (
    <Dialog labelledBy={title} className="ph-shortcuts" onClose={close}>
      <div className="ph-pane__bar">
        <h3 className="ph-pane__title ph-grow" id={title}>{words.label}</h3>
        {settings.keyMap === false ? <span className="ph-muted">{words.off}</span> : <Tick visible checked={singleKeys} onChange={setSingleKeys} label={words.singleKeys} />}
        <button type="button" className="ph-btn ph-btn--icon" aria-label={words.close} onClick={close}><Icon name="x" /></button>
      </div>
      <div className="ph-sheet" data-part="shortcuts">
        {shortcutGroups.map(([group, rows]) => (
          <section key={group} aria-labelledby={`${title}-${group}`}>
            <h4 className="ph-label" id={`${title}-${group}`}>{words[group]}</h4>
            {rows.filter(({ needs }) => !needs || needs(settings)).map(({ word, commands, span }) => (
              <div key={word}>{words[word]}<Keys commands={commands} keyMap={settings.keyMap || defaultKeyMap} span={span === true} names={words.keys} /></div>
            ))}
          </section>
        ))}
      </div>
    </Dialog>
  );
}
