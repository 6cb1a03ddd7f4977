import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { createFormatters } from '../locale/formatters.ts';
import { SettingsContext } from '../settings/SettingsContext.tsx';
import { Markdown } from './Markdown.tsx';

async function show(text: string): Promise<HTMLElement> {
  const { container } = render(<Markdown text={`${text}\n\n*drawn*`} />);
  await screen.findByText((_, element) => element?.tagName === 'EM' && element.textContent === 'drawn');
  return container;
}

test('draws every construct of an answer', async () => {
  const view = await show('# Title\n\n## Second\n\n- one\n  - inner\n    1. deep\n- [x] done\n- [ ] open\n\n> quote\n\n~~gone~~ `code` **strong**\n\n| A | B |\n|---|--:|\n| 1 | 2 |\n\n---\n\nA note.[^n]\n\n[^n]: The *note*.\n\n```ts\nconst a = 1;\n```');
  expect(screen.getByRole('heading', { level: 3, name: 'Title' })).toBeVisible();
  expect(screen.getByRole('heading', { level: 4, name: 'Second' })).toBeVisible();
  expect(screen.getByRole('columnheader', { name: 'B' })).toHaveStyle({ textAlign: 'end' });
  expect(screen.getByText('deep').closest('ol')?.closest('ul')?.closest('ul')).not.toBeNull();
  expect(view).toHaveTextContent('Done: done');
  expect(view).toHaveTextContent('To do: open');
  expect(view.querySelector('.ph-md__notes')).toHaveTextContent('The note.');
  expect(view.querySelector('sup')).toHaveTextContent('1');
  const code = screen.getByRole('group', { name: 'Code, ts' });
  expect(code).toHaveTextContent('const a = 1;');
});

test('copies a block of code', async () => {
  const user = userEvent.setup();
  await show('```sh\nnpm test\n```');
  await user.click(screen.getByRole('button', { name: 'Copy code' }));
  expect(await navigator.clipboard.readText()).toBe('npm test');
  expect(screen.getByRole('button', { name: 'Copied' })).toBeVisible();
});

test('follows web and mail links alone, says where they lead, and lets none of them know the page', async () => {
  const view = await show('[good](https://example.org/a) https://plain.example/b [mail](mailto:a@b.example) [bad](javascript:alert(1)) [data](data:text/html,x) [rel](/etc/passwd) [ref][r]\n\n[r]: https://ref.example/');
  const good = screen.getByRole('link', { name: 'good' });
  expect(good).toHaveAttribute('rel', 'noopener nofollow noreferrer');
  expect(view).toHaveTextContent('good (example.org)');
  expect(view).not.toHaveTextContent('(plain.example)');
  expect(within(view).getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual(['https://example.org/a', 'https://plain.example/b', 'mailto:a@b.example', 'https://ref.example/']);
});

test('says where a link leads that pretends to lead elsewhere', async () => {
  const view = await show('[https://bank.example](https://evil.example/bank.example) [evil.example.org is good](https://evil.example/)');
  expect(view).toHaveTextContent('https://bank.example (evil.example)');
  expect(view).toHaveTextContent('evil.example.org is good (evil.example)');
});

test('names images and loads none', async () => {
  const view = await show('![a *chart*](https://evil.example/p.png) ![](https://evil.example/q.png)');
  expect(view.querySelector('img')).toBeNull();
  expect(view).toHaveTextContent('[image: a chart]');
  expect(view).toHaveTextContent('[image: no description]');
  expect(screen.queryByRole('button', { name: /Load/ })).toBeNull();
});

test('loads an image on demand where the host allows it', async () => {
  const user = userEvent.setup();
  render(
    <SettingsContext.Provider value={{ messages: {}, format: createFormatters('en'), renderers: {}, keyMap: false, can: {}, unsafeRemoteImages: true }}>
      <Markdown text="![chart](https://images.example/p.png) ![bad](javascript:alert(1))" />
    </SettingsContext.Provider>,
  );
  await user.click(await screen.findByRole('button', { name: 'Load the image from images.example' }));
  expect(screen.getByRole('img', { name: 'chart' })).toHaveAttribute('referrerpolicy', 'no-referrer');
  expect(screen.getAllByRole('img')).toHaveLength(1);
});

test('shows HTML and hidden characters as text', async () => {
  const view = await show('<script>alert(1)</script> <img src=x onerror=alert(1)>\n\n<div onclick="x">block</div>\n\nsafe\u202etxt');
  expect(view.querySelector('script, img, [onclick]')).toBeNull();
  expect(view).toHaveTextContent('<script>alert(1)</script>');
  expect(view).toHaveTextContent('safeU+202Etxt');
});

test('shows the beginning of a very long text, and more on demand', async () => {
  const user = userEvent.setup();
  render(<Markdown text={'A paragraph of words.\n\n'.repeat(300)} limit={3000} />);
  const before = screen.getByRole('button', { name: /^Show more: \d+ kB left$/ });
  await user.click(before);
  await user.click(screen.getByRole('button', { name: /^Show more/ }));
  expect(screen.queryByRole('button', { name: /^Show more/ })).toBeNull();
});
