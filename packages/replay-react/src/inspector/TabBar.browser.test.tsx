import { useEffect, useRef, useState, type ReactElement } from 'react';
import { flushSync } from 'react-dom';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { page } from 'vitest/browser';
import '../styles.css';
import { TabBar } from './TabBar.tsx';

/** Tabs whose count grows whenever something below them is measured, as while a list measures its rows. */
function Counted(): ReactElement {
  const [count, setCount] = useState(0);
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const observer = new ResizeObserver(() => flushSync(() => setCount((before) => before + 1)));
    if (row.current) observer.observe(row.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div data-ph="">
      <TabBar tabs={[{ id: 'files', label: 'Files', count: String(count) }, { id: 'notes', label: 'Notes' }]} selected="files" onSelect={() => undefined} label="Parts" idBase="counted" />
      <div><div><div><div ref={row} style={{ inlineSize: 100, blockSize: 20 }} /></div></div></div>
    </div>
  );
}

const frame = (): Promise<number> => new Promise((resolve) => { requestAnimationFrame(resolve); });

test('counts that grow while something else is measured are no trouble for a browser', async () => {
  const troubles: string[] = [];
  const hear = ({ message }: ErrorEvent): void => { troubles.push(message); };
  window.addEventListener('error', hear, { capture: true });
  try {
    await render(<Counted />);
    await expect.poll(() => Number(page.getByRole('tab', { name: 'Files' }).element().textContent.replace(/\D/g, ''))).toBeGreaterThan(0);
    for (let frames = 0; frames < 10; frames += 1) await frame();
    expect(troubles).toEqual([]);
  } finally {
    window.removeEventListener('error', hear, { capture: true });
  }
});
