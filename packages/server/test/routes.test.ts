import { beforeEach, expect, test } from 'vitest';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import type { Handler } from '../src/index.ts';
import { routes } from '../src/routes/route-table.ts';
import { handlerFor, HOST, json, recorded } from './support.ts';

let handler: Handler;
beforeEach(() => {
  handler = handlerFor({ storage: memoryStorage() });
});

test('no two routes answer the same request', () => {
  const names = routes.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`);
  expect(new Set(names).size).toBe(names.length);
});

test.each([
  ['POST', '/api/v1/sessions/00000000-0000-7000-8000-000000000000', 'GET, DELETE'],
  ['DELETE', '/api/v1/sessions/00000000-0000-7000-8000-000000000000/records', 'GET, POST, PATCH'],
  ['POST', '/sessions', 'GET, HEAD'],
  ['POST', '/assets/app.js', 'GET, HEAD'],
  ['DELETE', '/healthz', 'GET, HEAD'],
])('says which methods an address has: %s %s', async (method, path, allow) => {
  const response = await handler(new Request(HOST + path, { method }));
  expect([response.status, response.headers.get('allow'), (await json(response))['code']]).toEqual([405, allow, 'usage']);
});

test.each(['/api', '/api/v1', '/api/v1/sessions/a/b/c/d', '/api/v1/nothing'])('an unknown address of the API is not taken for a file: %s', async (path) => {
  const response = await handler(new Request(HOST + path));
  expect([response.status, (await json(response))['message']]).toEqual([404, expect.stringContaining('The API has nothing')]);
});

test('whatever is sent below /hooks hears 200 and stores nothing', async () => {
  for (const [method, path] of [['POST', '/hooks'], ['POST', '/hooks/echo/more'], ['PUT', '/hooks/echo'], ['POST', '/hooks/unknown']] as const) {
    const response = await handler(new Request(HOST + path, { method, body: '{"session":"s1","text":"x"}' }));
    expect([path, response.status, await response.text(), recorded(response)]).toEqual([path, 200, '', false]);
  }
});
