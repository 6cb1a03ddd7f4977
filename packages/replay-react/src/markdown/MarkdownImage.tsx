'use client';
import { useState, type ReactElement } from 'react';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useSettings, useWords } from '../settings/SettingsContext.tsx';
import { safeUrl } from './safe-url.ts';
import { markdownMessages } from './markdown-messages.ts';

const LONGEST = 300;

/** An image by its name. Where the host allows images of others, a press loads it. */
export function MarkdownImage({ address, description }: { readonly address: string; readonly description: string }): ReactElement {
  const markdown = useWords('markdown', markdownMessages);
  const { unsafeRemoteImages } = useSettings();
  const [wanted, want] = useState(false);
  const url = unsafeRemoteImages ? safeUrl(address) : undefined;
  const text = description.slice(0, LONGEST);
  if (url && url.host !== '' && wanted) return <img className="ph-md__picture" src={url.href} alt={text} referrerPolicy="no-referrer" loading="lazy" decoding="async" />;
  return (
    <span className="ph-md__image">
      <VisibleText text={markdown.image(text === '' ? markdown.noDescription : text)} />
      {url && url.host !== '' && <button type="button" className="ph-btn ph-btn--s ph-btn--line" onClick={() => want(true)}>{markdown.loadImage(url.host)}</button>}
    </span>
  );
}
