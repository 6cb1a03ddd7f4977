import { expect, test } from 'vitest';
import { relativePath } from './relative-path.ts';

test('shows a path inside the working directory without the directory', () => {
  expect(relativePath('/home/dev/api/src/app.ts', '/home/dev/api')).toBe('src/app.ts');
  expect(relativePath('/home/dev/api/src/app.ts', '/home/dev/api/')).toBe('src/app.ts');
  expect(relativePath('C:\\api\\src\\app.ts', 'C:\\api')).toBe('src\\app.ts');
});

test('leaves a path elsewhere, a neighbour of a like name, and the directory itself whole', () => {
  for (const path of ['/etc/hosts', '/home/dev/api-2/a.ts', '/home/dev/api', '/home/dev/api/', 'src/app.ts']) expect(relativePath(path, '/home/dev/api')).toBe(path);
  expect(relativePath('/home/dev/api/a.ts', undefined)).toBe('/home/dev/api/a.ts');
  expect(relativePath('/a.ts', '/')).toBe('/a.ts');
});
