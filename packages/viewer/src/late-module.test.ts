import { expect, test } from 'vitest';
import { lateModule } from './late-module.ts';

test('a page is read once, however many ask for it, and who asks hears when it is there', async () => {
  let reads = 0;
  const code = lateModule(async () => ({ page: (reads += 1) }));
  expect(code.loaded()).toBeUndefined();
  await Promise.all([code.load(), new Promise<void>((resolve) => void code.subscribe(resolve)), code.load()]);
  expect(code.loaded()).toEqual({ page: 1 });
});

test('a page that could not be read says so, and is read again by who comes next', async () => {
  const answers: (() => Promise<object>)[] = [() => Promise.reject(new Error('gone')), async () => ({ page: 1 })];
  const code = lateModule(() => answers.shift()!());
  await code.load();
  expect(code.loaded()).toBeNull();
  await code.load();
  expect(code.loaded()).toEqual({ page: 1 });
});

test('who went away hears nothing', async () => {
  let heard = false;
  const code = lateModule(async () => ({}));
  code.subscribe(() => { heard = true; })();
  await code.load();
  expect(heard).toBe(false);
});
