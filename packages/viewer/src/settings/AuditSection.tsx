'use client';
import type { ReactElement } from 'react';
import type { RemovalEntry } from '@playhead/protocol';
import { bytesText, Moment } from './Facts.tsx';
import { settingsWords as words } from './settings-words.ts';

const MOST = 50;

/** What was removed, the latest first; of a removal the last that is known. */
export function AuditSection({ entries }: { readonly entries: readonly RemovalEntry[] }): ReactElement {
  const last = [...new Map(entries.map((entry) => [entry.id, entry])).values()].sort((a, b) => b.at - a.at);
  if (last.length === 0) return <p>{words.auditNone}</p>;
  return (
    <>
      <table>
        <thead><tr><th scope="col">{words.session}</th><th scope="col">{words.what}</th><th scope="col">{words.who}</th><th scope="col">{words.at}</th><th scope="col">{words.size}</th></tr></thead>
        <tbody>
          {last.slice(0, MOST).map(({ id, sessionId, action, state, rule, by, at, bytes }) => (
            <tr key={id}>
              <th scope="row"><code>{sessionId.slice(0, 60)}</code></th>
              <td>{[words.actions[action], words.goes[rule as keyof typeof words.goes] ?? rule, words.states[state]].filter(Boolean).join(', ')}</td>{/* a rule of a newer server is shown as it is */}
              <td dir="auto">{by?.slice(0, 100) ?? words.unknown}</td><td><Moment at={at} /></td><td>{bytes === undefined ? words.unknown : bytesText(bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {last.length > MOST && <p>{words.more(String(last.length - MOST))}</p>}
    </>
  );
}
