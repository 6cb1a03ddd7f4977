import { useCallback, useEffect, useMemo, useRef, useState, type CSSProperties, type ReactElement } from 'react';
import { SessionReplay, type SessionReplayProps } from '@playhead/replay-react';
import { contrast, readRgb, toHex, type Rgb } from './contrast.ts';
import { isColor, tokenGroups, type Token } from './tokens.ts';
import './foundations.css';

const SURFACES = ['--ph-canvas', '--ph-surface', '--ph-sunken', '--ph-hover', '--ph-raised'] as const;

/** Where a colour must be legible, and how much contrast it needs there; nothing for colours that are no foreground. */
function demand(name: string): { readonly on: readonly string[]; readonly least: number } | undefined {
  if (/^--ph-(text|success$|warning$|danger$|accent$|add$|del$|kind-)/.test(name)) return { on: SURFACES, least: 4.5 };
  if (/^--ph-(ansi-|term-fg)/.test(name)) return { on: ['--ph-term-bg'], least: 4.5 };
  if (name.startsWith('--ph-syn-')) return { on: ['--ph-surface', '--ph-sunken'], least: 4.5 };
  if (/^--ph-(tl-(played|error|flag|denied)|focus|line-control|accent-fill)/.test(name)) return { on: ['--ph-surface'], least: 3 };
  if (name === '--ph-on-accent') return { on: ['--ph-accent-fill'], least: 4.5 };
  return undefined;
}

/** Every token, with what it is now; what is changed here changes the replay beside it at once. */
export function TokenEditor({ replay }: { readonly replay: SessionReplayProps }): ReactElement {
  const frame = useRef<HTMLDivElement>(null);
  const [changed, setChanged] = useState<Readonly<Record<string, string>>>({});
  const colors = useComputedColors(frame, changed);
  const set = (name: string, value: string | undefined): void => setChanged((before) => {
    const { [name]: _old, ...others } = before;
    return value === undefined ? others : { ...others, [name]: value };
  });

  useEffect(() => {
    const root = frame.current?.closest<HTMLElement>('[data-ph]');
    for (const [name, value] of Object.entries(changed)) root?.style.setProperty(name, value);
    return () => { for (const name of Object.keys(changed)) root?.style.removeProperty(name); };
  }, [changed]);

  return (
    <div ref={frame} className="stories-tokens">
      <div className="stories-tokens__list">
        <ChangedTokens changed={changed} onReset={() => setChanged({})} />
        {tokenGroups.map(({ title, tokens }) => (
          <section key={title}>
            <h2>{title}</h2>
            {tokens.map((token) => <TokenRow key={token.name} token={token} colors={colors} value={changed[token.name]} onChange={set} />)}
          </section>
        ))}
      </div>
      <SessionReplay {...replay} style={changed as CSSProperties /* custom properties are styles */} />
    </div>
  );
}

interface TokenRowProps {
  readonly token: Token;
  readonly colors: Readonly<Record<string, Rgb>>;
  readonly value: string | undefined;
  readonly onChange: (name: string, value: string | undefined) => void;
}

function TokenRow({ token, colors, value, onChange }: TokenRowProps): ReactElement {
  const { name } = token;
  const color = colors[name];
  return (
    <div className="stories-token" data-changed={value !== undefined || undefined}>
      <code>{name}</code>
      {isColor(token)
        ? <><Contrast name={name} colors={colors} /><input type="color" aria-label={name} value={color ? toHex(color) : '#000000'} onChange={({ target }) => onChange(name, target.value)} /></>
        : <input type="text" aria-label={name} value={value ?? token.value} onChange={({ target }) => onChange(name, target.value)} />}
      <button type="button" className="ph-btn" aria-label={`Reset ${name}`} disabled={value === undefined} onClick={() => onChange(name, undefined)}>Reset</button>
    </div>
  );
}

/** The lowest contrast ratio of a colour over where it stands. */
function Contrast({ name, colors }: { readonly name: string; readonly colors: Readonly<Record<string, Rgb>> }): ReactElement | null {
  const wanted = demand(name);
  const color = colors[name];
  if (!wanted || !color) return null;
  const lowest = Math.min(...wanted.on.map((surface) => contrast(color, colors[surface] ?? color)));
  const enough = lowest >= wanted.least;
  return <span className={enough ? 'stories-token__ratio' : 'stories-token__ratio ph-bad'}>{lowest.toFixed(2)} {enough ? 'pass' : `below ${wanted.least}`}</span>;
}

function ChangedTokens({ changed, onReset }: { readonly changed: Readonly<Record<string, string>>; readonly onReset: () => void }): ReactElement {
  const [said, say] = useState('');
  const names = Object.keys(changed);
  const css = `[data-ph] {\n${names.map((name) => `  ${name}: ${changed[name]};\n`).join('')}}`;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(css);
      say('Copied');
    } catch {
      say('The browser refused to copy: select the text below');
    }
  };
  return (
    <section className="stories-tokens__changed">
      <h1>Tokens</h1>
      <p>Each value a part uses comes from here. Change one and the replay follows; copy the CSS into your own style sheet.</p>
      <div className="stories-tokens__actions">
        <button type="button" className="ph-btn ph-btn--primary" disabled={names.length === 0} onClick={() => void copy()}>Copy CSS</button>
        <button type="button" className="ph-btn" disabled={names.length === 0} onClick={onReset}>Reset all</button>
        <span role="status">{said}</span>
      </div>
      {names.length > 0 && <pre tabIndex={0}>{css}</pre>}
    </section>
  );
}

/** The colours that the tokens amount to in this theme. */
function useComputedColors(frame: { readonly current: HTMLElement | null }, changed: unknown): Readonly<Record<string, Rgb>> {
  const [colors, setColors] = useState<Readonly<Record<string, Rgb>>>({});
  const names = useMemo(() => tokenGroups.flatMap(({ tokens }) => tokens.filter(isColor).map(({ name }) => name)), []);
  const measure = useCallback(() => {
    const probe = document.createElement('i');
    frame.current?.append(probe);
    const found: [string, Rgb][] = [];
    for (const name of names) {
      probe.style.color = `var(${name})`;
      const rgb = readRgb(getComputedStyle(probe).color);
      if (rgb) found.push([name, rgb]);
    }
    probe.remove();
    setColors(Object.fromEntries(found));
  }, [frame, names]);
  useEffect(() => {
    const painted = requestAnimationFrame(measure); // after the effect that sets the changed tokens
    const root = frame.current?.closest('[data-ph]');
    const observer = new MutationObserver(measure);
    if (root) observer.observe(root, { attributeFilter: ['data-theme'] });
    return () => {
      cancelAnimationFrame(painted);
      observer.disconnect();
    };
  }, [changed, frame, measure]);
  return colors;
}
