'use client';
import { useState, type ReactElement } from 'react';
import { DEFAULT_VIEWS, readViews, withView, writeViews, type SavedView } from './saved-views.ts';
import { viewWords } from './view-words.ts';

/** Props of {@link ViewBar}. */
export interface ViewBarProps {
  /** The query of the address of what is shown. */
  readonly query: string;
  /** Shows what an address means. */
  readonly onQuery: (query: string) => void;
}

/** Views of the list: those that everybody has and those saved in this browser. Each is a link that others can open. */
export function ViewBar({ query, onQuery }: ViewBarProps): ReactElement {
  const [own, setOwn] = useState(readViews);
  const [naming, setNaming] = useState(false);
  const keep = (views: readonly SavedView[]): void => {
    setOwn(views);
    writeViews(views);
  };
  const current = own.find((view) => view.query === query);
  const known = current !== undefined || DEFAULT_VIEWS.some((view) => view.query === query);
  return (
    <nav className="viewer-views" aria-label={viewWords.label}>
      {[...DEFAULT_VIEWS, ...own].map(({ name, query: of }) => (
        <a
          key={`${name}\n${of}`} className="ph-btn ph-btn--s viewer-views__view" href={`/sessions${of}`} aria-current={of === query ? 'true' : undefined}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
            event.preventDefault();
            onQuery(of);
          }}
        >{name}</a>
      ))}
      {current && <button type="button" className="ph-btn ph-btn--s" aria-label={viewWords.remove(current.name)} title={viewWords.remove(current.name)} onClick={() => keep(own.filter((view) => view !== current))}>×</button>}
      {naming
        ? (
          <form
            className="viewer-views__form"
            onSubmit={(event) => {
              event.preventDefault();
              const name = new FormData(event.currentTarget).get('name');
              if (typeof name === 'string') keep(withView(own, { name, query }));
              setNaming(false);
            }}
          >
            <span className="ph-field"><input name="name" required maxLength={60} aria-label={viewWords.name} placeholder={viewWords.name} ref={(input) => { input?.focus(); }} onKeyDown={({ key }) => { if (key === 'Escape') setNaming(false); }} /></span>
            <button type="submit" className="ph-btn ph-btn--s ph-btn--fill">{viewWords.keep}</button>
            <button type="button" className="ph-btn ph-btn--s" onClick={() => setNaming(false)}>{viewWords.cancel}</button>
          </form>
        )
        : !known && <button type="button" className="ph-btn ph-btn--s ph-btn--line" onClick={() => setNaming(true)}>{viewWords.save}</button>}
    </nav>
  );
}
