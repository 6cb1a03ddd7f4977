'use client';
import type { ReactElement } from 'react';
import type { PruneReport, PruneShelter } from '@playhead/replay-core/retention';
import { sessionPath } from '../route.ts';
import { bytesText, Moment } from './Facts.tsx';
import { settingsWords as words } from './settings-words.ts';

const MOST = 50;
const LONGEST = 120;
const SHELTERS: readonly PruneShelter[] = ['running', 'pinned', 'unsent', 'kept', 'private'];

/** What a prune would remove, and why. */
export function PrunePreview({ report: { removed, removedBytes, sessions, sheltered } }: { readonly report: PruneReport }): ReactElement {
  const write = (count: number): string => count.toLocaleString('en');
  const all = words.sessions(sessions, write(sessions));
  const stays = SHELTERS.filter((shelter) => sheltered[shelter] > 0).map((shelter) => `${words.sessions(sheltered[shelter], write(sheltered[shelter]))} (${words.shelters[shelter]})`);
  return (
    <section className="viewer-settings__preview" aria-label={words.preview}>
      <p role="status">{removed.length === 0 ? words.nothingGoes(all) : words.wouldGo(words.sessions(removed.length, write(removed.length)), bytesText(removedBytes), all)}{stays.length > 0 && ` ${words.stays(stays.join(', '))}`}</p>
      {removed.length > 0 && (
        <table>
          <thead><tr><th scope="col">{words.session}</th><th scope="col">{words.why}</th><th scope="col">{words.lastHeard}</th><th scope="col">{words.size}</th></tr></thead>
          <tbody>
            {removed.slice(0, MOST).map(({ sessionId, name, rule, updatedAt, bytes }) => (
              <tr key={sessionId}><th scope="row" dir="auto"><a href={sessionPath(sessionId)}>{shown(name)}</a></th><td>{words.goes[rule]}</td><td><Moment at={updatedAt} /></td><td>{bytesText(bytes)}</td></tr>
            ))}
          </tbody>
        </table>
      )}
      {removed.length > MOST && <p>{words.more(write(removed.length - MOST))}</p>}
    </section>
  );
}

/** A recorded name: its beginning, with a mark for each character that would hide or turn what it says. */
function shown(name: string): string {
  return `${name.slice(0, LONGEST)}${name.length > LONGEST ? '…' : ''}`.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd');
}
