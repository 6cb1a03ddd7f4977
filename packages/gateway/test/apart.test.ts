import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { checkApart } from '../src/apart/apart.ts';

// As root only, as in the cli's gateway-apart.test.ts, which shows what the two users can do.
const isRoot = process.geteuid?.() === 0;

describe.skipIf(!isRoot)(`who records and the agent${isRoot ? '' : ' (left out: these tests do not run as root)'}`, () => {
  const recorder = { uid: 60_011, gid: 60_011 };

  test('are two users of two groups', () => {
    expect(() => checkApart({ recorder, agent: { uid: 60_022, gid: 60_022 } })).not.toThrow();
  });

  test.each([
    ['one user, whatever the groups are', { uid: 60_011, gid: 60_022 }, 'another user than the agent'],
    ['of one group, whoever they are', { uid: 60_022, gid: 60_011 }, 'another group than the agent'],
    ['root, whatever its group is', { uid: 0, gid: 60_022 }, 'may be root'],
  ])('are not %s', (_, agent, message) => {
    expect(() => checkApart({ recorder, agent })).toThrow(message);
  });
});
