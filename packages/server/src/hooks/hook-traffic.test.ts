import { expect, test } from 'vitest';
import { createHookTraffic } from './hook-traffic.ts';

test('what nobody waits for goes on once the hooks are answered, and at once where there are none', async () => {
  const { during, quiet } = createHookTraffic();
  await quiet();
  const order: string[] = [];
  let answer = (): void => undefined;
  const hook = during(() => new Promise<void>((resolve) => { answer = resolve; })).then(() => order.push('hook'));
  const import_ = quiet().then(() => order.push('import'));
  await new Promise((resolve) => setTimeout(resolve, 0));
  answer();
  await Promise.all([hook, import_]);
  expect(order).toEqual(['hook', 'import']);
});

test('it goes on beside a hook that is never answered', async () => {
  const { during, quiet } = createHookTraffic();
  void during(() => new Promise(() => undefined));
  await expect(quiet()).resolves.toBeUndefined();
});

test('a hook that fails does not hold it up', async () => {
  const { during, quiet } = createHookTraffic();
  await expect(during(() => Promise.reject(new Error('no room')))).rejects.toThrow('no room');
  await quiet();
});
