'use client';
import { Fragment, type ReactElement } from 'react';
import type { KeyMap, ReplayCommand } from '@playhead/replay-core';

/** Props of {@link Keys}. */
export interface KeysProps {
  readonly commands: readonly ReplayCommand[];
  readonly keyMap: KeyMap;
  /** The commands are the ends of a row of keys. */
  readonly span: boolean;
  /** Words on keys that are no character. */
  readonly names: Readonly<Record<string, string>>;
}

/** The first key of each command, as it stands on the keyboard. A command without a key has none. */
export function Keys({ commands, keyMap, span, names }: KeysProps): ReactElement {
  const keys = commands.flatMap((command) => keyMap[command].slice(0, 1));
  return (
    <span>
      {keys.map((key, index) => (
        <Fragment key={key}>
          {span && index > 0 && <span className="ph-muted">–</span>}
          <kbd className="ph-kbd">{parts(key).map((part) => names[part] ?? part).join(' ')}</kbd>
        </Fragment>
      ))}
    </span>
  );
}

/** `Shift+ArrowLeft` is two keys; a plus alone is one. */
function parts(key: string): readonly string[] {
  return key.length > 1 ? key.split(/\+(?=.)/) : [key];
}
