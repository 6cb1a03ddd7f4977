'use client';
import { useState, type ReactElement } from 'react';
import { Icon } from '../elements/Icon.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { markdownMessages } from './markdown-messages.ts';

const LONGEST_LANGUAGE = 30;

/** A block of code with its language and a button that copies it. */
export function CodeBlock({ code, language = '' }: { readonly code: string; readonly language?: string | undefined }): ReactElement {
  const markdown = useWords('markdown', markdownMessages);
  const [copied, setCopied] = useState(false);
  const name = language.slice(0, LONGEST_LANGUAGE);
  const copy = (): void => { void navigator.clipboard?.writeText(code).then(() => setCopied(true), () => undefined); };
  return (
    <div className="ph-md__code" dir="ltr">
      {name !== '' && <span className="ph-label"><VisibleText text={name} /></span>}
      <button type="button" className="ph-btn ph-btn--s ph-btn--icon" aria-label={copied ? markdown.copied : markdown.copyCode} onClick={copy} onBlur={() => setCopied(false)}><Icon name={copied ? 'check' : 'copy'} small /></button>
      <pre tabIndex={0} role="group" aria-label={markdown.code(name)}><code>{code}</code></pre>
    </div>
  );
}
