import { expect, test } from 'vitest';
import { outcomeOfExit } from './exit-outcome.ts';

test('a command that fails fails its session, and one that was interrupted interrupts it', () => {
  expect(outcomeOfExit('npm test', { exitCode: 1 })).toBe('failed');
  expect(outcomeOfExit('npm test', { exitCode: 143, signal: 'SIGTERM' })).toBe('failed');
  expect(outcomeOfExit('npm test', { exitCode: 130, signal: 'SIGINT' })).toBe('interrupted');
  expect(outcomeOfExit("bash -c 'exit 3'", { exitCode: 3 })).toBe('failed');
  expect(outcomeOfExit('sh build.sh', { exitCode: 2 })).toBe('failed');
});

test('a command that ends well, and a shell that somebody sat at, say nothing', () => {
  expect(outcomeOfExit('claude', { exitCode: 0 })).toBeUndefined();
  for (const shell of ['bash', '/bin/zsh -l', 'bash --norc -i', 'fish']) expect(outcomeOfExit(shell, { exitCode: 1 })).toBeUndefined();
});
