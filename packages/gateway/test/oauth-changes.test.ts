import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { oauthChanges } from '../src/http/oauth-changes.ts';
import type { HttpTap } from '../src/http/http-tap.ts';
import { ask, bodyOf, serve, tapOf } from './http-support.ts';

interface Answer { readonly status: number | undefined; readonly headers: Record<string, unknown>; readonly body: string }

/** A server that signs clients in, behind a tap. `heard` is what it was sent. */
async function signingServer(rewrite: boolean, { resource, packed = false }: { resource?: string; packed?: boolean } = {}): Promise<{ tap: HttpTap; url: string; heard: string[]; get(path: string, options?: object, body?: string): Promise<Answer> }> {
  const heard: string[] = [];
  const { url } = await serve(async (incoming, answer) => {
    heard.push(`${incoming.url} ${String(await bodyOf(incoming))}`.trim());
    if (incoming.url === '/mcp') answer.writeHead(401, { 'www-authenticate': `Bearer realm="x", resource_metadata="${url}/custom/where.json", scope="a"` }).end();
    else if (incoming.url === '/custom/where.json' || incoming.url?.startsWith('/.well-known/oauth-protected-resource')) {
      const body = `{ "resource" : "${resource ?? `${url}/mcp`}",\n "authorization_servers":["${url}"], "x": 1 }`;
      answer.writeHead(200, { 'content-type': 'application/json', ...(packed && { 'content-encoding': 'gzip' }) }).end(packed ? gzipSync(body) : body);
    } else answer.end('{}');
  });
  const tap = await tapOf(`${url}/mcp`, { changes: oauthChanges({ upstream: `${url}/mcp`, rewrite }) });
  return {
    tap, url, heard,
    async get(path, options = {}, body) {
      const answer = await ask(new URL(path, tap.url).href, options, body === undefined ? [] : [Buffer.from(body)]);
      return { status: answer.statusCode, headers: answer.headers, body: String(await bodyOf(answer)) };
    },
  };
}

describe('a server that signs clients in, behind a tap that may rewrite', () => {
  test.each([false, true])('names the tap in two places, and everything else is as it was (packed: %s)', async (packed) => {
    const { tap, url, get } = await signingServer(true, { packed });
    const { origin } = new URL(tap.url);
    expect(await get('/mcp')).toMatchObject({ status: 401, headers: { 'www-authenticate': `Bearer realm="x", resource_metadata="${origin}/custom/where.json", scope="a"` } });
    for (const path of ['/custom/where.json', '/.well-known/oauth-protected-resource/mcp']) {
      expect(JSON.parse((await get(path)).body)).toEqual({ resource: tap.url, authorization_servers: [url], x: 1 });
    }
  });

  test('is asked for tokens by its own name', async () => {
    const { tap, url, heard, get } = await signingServer(true);
    await get('/.well-known/oauth-protected-resource/mcp');
    heard.length = 0;
    await get('/token', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, `grant_type=x&resource=${encodeURIComponent(tap.url)}&code=a%2Bb`);
    await get(`/authorize?state=1&resource=${encodeURIComponent(tap.url)}`);
    await get('/authorize?state=%20&resource=https%3A%2F%2Fother.example');
    expect(heard).toEqual([
      `/token grant_type=x&code=a%2Bb&resource=${encodeURIComponent(`${url}/mcp`)}`, `/authorize?state=1&resource=${encodeURIComponent(`${url}/mcp`)}`, '/authorize?state=%20&resource=https%3A%2F%2Fother.example',
    ]);
  });

  test('that names another server is not made to name the tap', async () => {
    const { get } = await signingServer(true, { resource: 'https://evil.example.com/mcp' });
    expect((await get('/.well-known/oauth-protected-resource/mcp')).body).toContain('"https://evil.example.com/mcp"');
  });
});

describe('a server that signs clients in, behind a tap that may not', () => {
  test('is an answer that says what to do', async () => {
    const { get } = await signingServer(false);
    for (const path of ['/mcp', '/.well-known/oauth-protected-resource/mcp']) {
      expect(await get(path)).toMatchObject({ status: 502, body: expect.stringContaining('--rewrite-oauth-resource') });
    }
  });

  test('is reached where it names whom its client asked, as at its own name', async () => {
    const { get } = await signingServer(false, { resource: 'https://mcp.example.com/mcp' });
    expect((await get('/.well-known/oauth-protected-resource', { headers: { host: 'mcp.example.com' } })).status).toBe(200);
  });

  test('metadata that is none passes as it is', async () => {
    const { url } = await serve((_incoming, answer) => answer.writeHead(200).end('no metadata'));
    const tap = await tapOf(url, { changes: oauthChanges({ upstream: url, rewrite: false }) });
    expect(String(await bodyOf(await ask(`${tap.url}.well-known/oauth-protected-resource`, {})))).toBe('no metadata');
  });
});
