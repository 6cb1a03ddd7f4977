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

test('of tabs that do not fit none is seen in part, and the chosen one is seen whole', async () => {
  const names = ['Terminal', 'Diff', 'Files', 'Tests', 'Output', 'Notes'];
  const bar = (selected: string): ReactElement => (
    <div data-ph="" style={{ inlineSize: 230 }}><TabBar tabs={names.map((label) => ({ id: label, label }))} selected={selected} onSelect={() => undefined} label="Parts" idBase="cut" /></div>
  );
  const seen = (): readonly string[] => names.filter((name) => getComputedStyle(page.getByRole('tab', { name }).element()).opacity === '1');
  const { rerender } = await render(bar('Terminal'));
  const inside = (name: string): boolean => {
    const list = page.getByRole('tablist').element().getBoundingClientRect();
    const tab = page.getByRole('tab', { name }).element().getBoundingClientRect();
    return tab.left > list.left - 4 && tab.right < list.right + 4;
  };
  await expect.poll(() => seen()).toEqual(names.filter(inside));
  expect(seen()).toContain('Terminal');
  expect(seen().length).toBeLessThan(names.length);
  await rerender(bar('Tests'));
  await expect.poll(() => seen()).toContain('Tests');
  const start = (): number => page.getByRole('tab', { name: seen()[0] ?? '' }).element().getBoundingClientRect().left - page.getByRole('tablist').element().getBoundingClientRect().left;
  await expect.poll(() => Math.abs(start())).toBeLessThan(4); // no gap where one was cut
  await rerender(bar('Notes'));
  await expect.poll(() => seen()).toContain('Notes');
  await expect.poll(() => seen()).toEqual(names.filter(inside));
});

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
