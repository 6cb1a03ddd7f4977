'use client';
import { useRef, type ReactElement } from 'react';
import type { SessionInfo } from '@playhead/protocol';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { reviewImportMessages, type ReviewImportMessages } from './review-import-messages.ts';
import { MOST_BYTES, type ImportState, type ReviewImport } from './use-review-import.ts';

const MOST_NAME = 100;

/** Lets the user choose the exported review of somebody else. */
export function ImportReview({ importing }: { readonly importing: ReviewImport }): ReactElement {
  const messages = useWords('reviewImport', reviewImportMessages);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className="ph-btn ph-btn--line ph-btn--s" title={messages.about} onClick={() => input.current?.click()}>{messages.import}</button>
      <input
        ref={input} type="file" hidden accept=".json,application/json"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) importing.take(file);
          currentTarget.value = ''; // the same file may be chosen again
        }}
      />
    </>
  );
}

/** Says what became of it. */
export function ImportedReview({ last }: { readonly last: ImportState }): ReactElement | null {
  const messages = useWords('reviewImport', reviewImportMessages);
  const format = useFormat();
  if (last.state === 'idle') return null;
  if (last.state !== 'failed') return <div className="ph-noteform__l" role="status">{last.state === 'added' ? messages.added(last.added, last.known) : messages[last.state === 'over' ? 'drop' : 'reading']}</div>;
  const { fault, ours } = last;
  return (
    <div className="ph-noteform__l" role="alert">
      <span className="ph-badge ph-badge--bad">{messages.failed}</span>{' '}
      <VisibleText text={reasonOf(last, messages, { bytes: format.bytes(MOST_BYTES), most: fault.why === 'too-many' ? format.number(fault.most) : '', count: fault.why === 'too-many' ? format.number(fault.count) : '', ours: nameOf(ours, messages) })} />
      {fault.why === 'no-review' && fault.field !== undefined && <>{' '}<code>{fault.field}</code></>}
    </div>
  );
}

function reasonOf({ fault }: ImportState & { readonly state: 'failed' }, messages: ReviewImportMessages, words: Readonly<Record<'bytes' | 'most' | 'count' | 'ours', string>>): string {
  switch (fault.why) {
    case 'too-large': return messages.tooLarge(words.bytes);
    case 'unreadable': return messages.unreadable;
    case 'no-review': return messages.noReview;
    case 'other-session': return messages.otherSession(nameOf(fault.theirs, messages), words.ours);
    case 'too-many': return messages.tooMany(words.count, words.most);
    case 'from-the-future': return messages.fromTheFuture;
  }
}

function nameOf({ name, sessionId }: Pick<SessionInfo, 'sessionId' | 'name'>, messages: ReviewImportMessages): string {
  return messages.session(name.slice(0, MOST_NAME), sessionId.slice(0, MOST_NAME));
}
