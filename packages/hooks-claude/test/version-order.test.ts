import { isOlderVersion } from '@playhead/hooks-claude';
import { expect, test } from 'vitest';

test('versions are in the order of semantic versioning', () => {
  const order = ['0.0.0', '0.9.1', '0.10.0', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta.2', '1.0.0-beta.11', '1.0.0-rc.1', '1.0.0', '1.0.1', '2.0.0'];
  for (const [index, version] of order.entries()) {
    for (const [place, other] of order.entries()) expect([version, other, isOlderVersion(version, other)]).toEqual([version, other, index < place]);
  }
});

test('what is no version is neither older nor newer', () => {
  for (const text of ['', 'none', '1.0', 'undefined']) expect([isOlderVersion(text, '1.0.0'), isOlderVersion('1.0.0', text)]).toEqual([false, false]);
});
