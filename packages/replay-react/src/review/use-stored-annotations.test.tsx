import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { expect, test, vi } from 'vitest';
import type { Annotation, SessionStorage } from '@playhead/protocol';
import { useStoredAnnotations } from './use-stored-annotations.ts';

vi.setConfig({ testTimeout: 30_000 });

const said = (number: number, text: string, author = 'ada'): Annotation => ({ id: `01937d1e-0000-7000-8000-${String(number).padStart(12, '0')}`, at: number, author, type: 'note', data: { text } });

/** A storage that several reviewers write to, and that can be away. */
function sharedStorage(): Pick<SessionStorage, 'annotate' | 'annotations'> & { readonly kept: Annotation[]; away: boolean } {
  const storage = {
    kept: new Array<Annotation>(),
    away: false,
    async annotations() {
      if (storage.away) throw new Error('away');
      return [...storage.kept];
    },
    async annotate(_id: string, annotation: Annotation) {
      if (storage.away) throw new Error('away');
      storage.kept.push(annotation);
    },
  };
  return storage;
}

function Shown({ storage, next }: { readonly storage: ReturnType<typeof sharedStorage>; readonly next: Annotation }): ReactElement {
  const { annotations, onAnnotate, unsaved, retry, error } = useStoredAnnotations(storage, 's1');
  return (
    <>
      <output>{annotations.map(({ author, data }) => `${author}: ${String(data['text'])}`).join(', ')}</output>
      <p>{`${unsaved.length} unsaved${error === undefined ? '' : ', not read'}`}</p>
      <button type="button" onClick={() => onAnnotate(next)}>Say</button>
      <button type="button" onClick={retry}>Try again</button>
    </>
  );
}
const output = (): string | null | undefined => document.querySelector('output')?.textContent;

test('two who review at once see what the other wrote, when they look at the page again', async () => {
  const storage = sharedStorage();
  storage.kept.push(said(1, 'Why?'));
  render(<Shown storage={storage} next={said(3, 'Because', 'bob')} />);
  await waitFor(() => expect(output()).toBe('ada: Why?'));
  storage.kept.push(said(2, 'And this?'));
  await userEvent.click(screen.getByRole('button', { name: 'Say' }));
  await waitFor(() => expect(storage.kept).toHaveLength(3));
  act(() => void window.dispatchEvent(new Event('focus')));
  await waitFor(() => expect(output()).toBe('ada: Why?, ada: And this?, bob: Because'));
});

test('what could not be stored stays on the page, and is stored when it is tried again', async () => {
  const storage = sharedStorage();
  render(<Shown storage={storage} next={said(1, 'Mine')} />);
  await waitFor(() => expect(output()).toBe(''));
  storage.away = true;
  await userEvent.click(screen.getByRole('button', { name: 'Say' }));
  await screen.findByText('1 unsaved');
  expect(output()).toBe('ada: Mine');
  storage.away = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('0 unsaved');
  expect(storage.kept).toEqual([said(1, 'Mine')]);
});

test('a storage that is away at first is read once it is back', async () => {
  const storage = sharedStorage();
  storage.kept.push(said(1, 'Why?'));
  storage.away = true;
  render(<Shown storage={storage} next={said(2, 'x')} />);
  await screen.findByText('0 unsaved, not read');
  storage.away = false;
  act(() => void window.dispatchEvent(new Event('focus')));
  await waitFor(() => expect(output()).toBe('ada: Why?'));
  expect(screen.getByText('0 unsaved')).toBeVisible();
});
