import { expect, test } from 'vitest';
import { catalogPath, routeOf } from './route.ts';

test.each([
  ['/catalog', { page: 'catalog' }], ['/catalog/', { page: 'catalog' }], ['/catalog/skill', { page: 'catalog', kind: 'skill' }], ['/catalog/constructor', { page: 'catalog' }], ['/catalog/magic', { page: 'catalog' }],
  ['/catalog/skill/review', { page: 'sessions' }], ['/statistics', { page: 'statistics' }], ['/settings/', { page: 'settings' }], ['/sessions/a%2', { page: 'session', id: 'a%2' }], ['/', { page: 'sessions' }],
])('the address %s leads to a page', (path, route) => {
  expect(routeOf(path)).toEqual(route);
});

test.each(['release/notes', '..', 'a b&c=d?e#f%2F', '\u202eevil', 'über'])('an entry called %j is found again at its address, beside the filters', (name) => {
  const { pathname, search, hash } = new URL(catalogPath({ kind: 'mcp_tool', name }, '?project=shop'), 'http://127.0.0.1');
  expect([routeOf(pathname, search), new URLSearchParams(search).get('project'), hash]).toEqual([{ page: 'catalog', kind: 'mcp_tool', name }, 'shop', '']);
});
