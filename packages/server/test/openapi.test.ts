import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeEach, expect, test } from 'vitest';
import { operations } from '../src/openapi/operations.ts';
import { routes } from '../src/routes/route-table.ts';
import { get, handlerFor, json, post } from './support.ts';
import type { Handler } from '../src/index.ts';

const ID = '01937d1e-7c3a-7000-8000-5f2b6c8d9e01';
const HEADER = { sessionId: ID, name: 'Fix the login', harness: 'curl', agentName: 'me', workspaceName: 'shop' };
const api = routes.filter(({ path }) => path.startsWith('/api/'));

let handler: Handler;
let document: Record<string, unknown>;
beforeEach(async () => {
  handler = handlerFor({ storage: memoryStorage(), version: '1.2.3' });
  document = await json(await get(handler, '/api/v1/openapi.json'));
});

test('the API is described as valid OpenAPI 3.1, whose references lead somewhere', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  expect(errors ?? []).toEqual([]);
  expect([valid, validator.version]).toEqual([true, '3.1']);
  expect(() => validator.resolveRefs()).not.toThrow();
});

test('every address of the API is described, with who may use it, and no other', () => {
  const paths = document['paths'] as Record<string, Record<string, Record<string, unknown>>>; // valid OpenAPI, as the test above says
  const described = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => [method.toUpperCase(), path, operation['x-playhead-access'], operation['summary']]));
  expect(described.sort()).toEqual(api.map(({ method, path, access, summary }) => [method, path, access, summary]).sort());
  expect(Object.keys(operations).sort()).toEqual(api.map(({ method, path }) => `${method} ${path}`).sort());
  const ids = Object.values(operations).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('what the server answers is what the description says', async () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'api');
  const check = (name: string, value: unknown): void => {
    const validate = ajv.getSchema(`api#/components/schemas/${name}`);
    expect([name, validate?.(value), validate?.errors]).toEqual([name, true, null]);
  };
  check('CreatedSession', await json(await post(handler, '/api/v1/sessions', JSON.stringify(HEADER))));
  const line = JSON.stringify({ $r: 1, id: 'a', p: 'p', e: 0, n: 0, at: 5, type: 'moment', via: 'sdk', data: { title: 'x' } });
  await post(handler, `/api/v1/sessions/${ID}/records`, `${line}\n`);
  check('Record', JSON.parse(await (await get(handler, `/api/v1/sessions/${ID}/records`)).text()));
  check('SessionPage', await json(await get(handler, '/api/v1/sessions')));
  check('Error', await json(await get(handler, '/api/v1/nothing')));
  expect(ajv.getSchema('api#/components/schemas/Record')?.({ ...(JSON.parse(line) as object), data: { title: 5 } })).toBe(false);
});

test('docs/reference/http.md has a row for every address, as the server has it', () => {
  const page = readFileSync(new URL('../../../docs/reference/http.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((line) => /^\| `(GET|POST|PUT|PATCH|DELETE) \//.test(line)).map((line) => line.slice(2, -2).split(' | ').slice(0, 3).join(' | '));
  const listed = routes.filter(({ method, path }) => method !== 'HEAD' && /^\/(api|hooks|mcp|healthz)/.test(path));
  expect(rows.sort()).toEqual(listed.map(({ method, path, access, summary }) => `\`${method} ${path}\` | ${access} | ${summary}`).sort());
});
