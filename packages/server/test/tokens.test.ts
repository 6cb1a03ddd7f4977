import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { createRedactor } from '@playhead/redaction';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isSecret, isWorkspaceName } from '../src/access/token.ts';
import { createToken, TOKEN_KINDS, type TokenKind } from '../src/index.ts';
import { tokenDirectory, type TokenDirectory } from '../src/node.ts';
import { get, handlerFor } from './support.ts';

let dir: string;
let tokens: TokenDirectory;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'playhead-tokens-'));
  tokens = tokenDirectory(dir);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const files = (): string[] => readdirSync(join(dir, 'tokens'));

describe('a secret', () => {
  test('says what it is for, is never the same and is told from a typo', () => {
    for (const kind of TOKEN_KINDS) {
      const { secret } = createToken({ kind });
      expect(secret).toMatch(new RegExp(`^playhead_${kind}_[0-9A-Za-z]{49}$`));
      expect(secret).not.toBe(createToken({ kind }).secret);
      expect(isSecret(secret)).toBe(true);
      const other = secret.at(-20) === 'a' ? 'b' : 'a';
      for (const typo of [secret.slice(0, -20) + other + secret.slice(-19), secret.slice(0, -1), `${secret}a`, secret.replace(kind, kind === 'read' ? 'admin' : 'read'), ` ${secret}`]) expect([typo, isSecret(typo)]).toEqual([typo, false]);
    }
  });

  test('is redacted from what is recorded', async () => {
    const redactor = await createRedactor({ key: new Uint8Array(32).fill(7) });
    for (const kind of TOKEN_KINDS) {
      const { secret } = createToken({ kind });
      expect(redactor.redactText(`it printed ${secret} and ended`).value).toMatch(/^it printed \[\[PLAYHEAD_TOKEN:[0-9a-f]{6}\]\] and ended$/);
    }
  });

  test('is kept nowhere', () => {
    const { secret } = tokens.create({ kind: 'admin', name: 'me' });
    const kept = files().map((name) => readFileSync(join(dir, 'tokens', name), 'utf8')).join('');
    expect(kept).toContain('"name":"me"');
    expect(kept).not.toContain(secret.slice('playhead_admin_'.length, 30));
  });
});

describe('a directory of tokens', () => {
  test('is for its owner only', () => {
    tokens.create({ kind: 'read' });
    expect([statSync(join(dir, 'tokens')).mode & 0o777, ...files().map((name) => statSync(join(dir, 'tokens', name)).mode & 0o777)]).toEqual([0o700, 0o600]);
  });

  test('knows at once what another process made and revoked', async () => {
    expect(tokens.list()).toEqual([]);
    const { token } = tokenDirectory(dir).create({ kind: 'ingest', workspace: 'shop', name: 'ci', expiresAt: 4e15 });
    await vi.waitFor(() => expect(tokens.list()).toEqual([token]));
    expect(tokenDirectory(dir).revoke(token.id)).toBe(true);
    await vi.waitFor(() => expect(tokens.list()).toEqual([]));
    expect(tokens.revoke(token.id)).toBe(false);
  });

  test('of processes that make and revoke at once, each has its way', async () => {
    const { token: gone } = tokens.create({ kind: 'read', name: 'gone' });
    tokens.create({ kind: 'read', name: 'kept' });
    tokens.revoke(gone.id);
    const script = join(dir, 'script.mjs');
    await build({
      stdin: {
        resolveDir: import.meta.dirname, loader: 'ts',
        contents: `import { tokenDirectory } from '../src/node/token-directory.ts';
          const tokens = tokenDirectory(process.argv[2]);
          for (let n = 0; n < 20; n += 1) { tokens.revoke(tokens.create({ kind: 'ingest', name: 'short' }).token.id); tokens.used(process.argv[3]); tokens.create({ kind: 'ingest', name: 'long' }); }`,
      },
      outfile: script, bundle: true, platform: 'node', format: 'esm', target: 'node20', conditions: ['@playhead/source'], logLevel: 'error',
    });
    const exits = await Promise.all([0, 1, 2].map(() => once(spawn(process.execPath, [script, dir, gone.id], { stdio: 'inherit' }), 'exit')));
    expect(exits.map(([code]) => code as unknown)).toEqual([0, 0, 0]);
    const names = tokenDirectory(dir).list().map(({ name }) => name);
    expect([names.filter((name) => name === 'long').length, names.filter((name) => name !== 'long')]).toEqual([60, ['kept']]);
  });

  test('says when a token was last used, and does not bring back one that was revoked', () => {
    const { token } = tokens.create({ kind: 'read' });
    expect(tokenDirectory(dir).list()[0]).not.toHaveProperty('lastUsedAt');
    tokens.used(token.id);
    expect(tokenDirectory(dir).list()[0]?.lastUsedAt).toBeGreaterThan(Date.now() * 1000 - 60_000_000);
    tokens.revoke(token.id);
    tokens.used(token.id);
    expect(files()).toEqual([]);
  });

  test.each(['', '{', '[]', '{"kind":"root","hash":""}', '{"kind":"admin","workspace":"../x","name":"","hash":"","createdAt":1}'])('with a file that holds %j lets nobody in by it, and asks for a token all the same', async (text) => {
    mkdirSync(join(dir, 'tokens'));
    writeFileSync(join(dir, 'tokens', '0123456789ab.json'), text);
    utimesSync(join(dir, 'tokens', '0123456789ab.json'), 1, 1);
    const handler = handlerFor({ storage: memoryStorage(), access: { tokens } });
    expect((await get(handler, '/api/v1/sessions')).status).toBe(401);
    const { secret } = createToken({ kind: 'admin' });
    expect((await get(handler, '/api/v1/sessions', { authorization: `Bearer ${secret}` })).status).toBe(401);
    expect(tokens.revoke('0123456789ab')).toBe(true);
  });

  test('keeps which session a token is for, and lets nobody in by one that names none', async () => {
    const sessionId = '01937d1e-7c3a-7000-8000-5f2b6c8d9e01';
    const { secret, token } = tokens.create({ kind: 'read', sessionId });
    expect(tokenDirectory(dir).list()).toEqual([token]);
    expect(() => tokens.create({ kind: 'read', sessionId: '*' })).toThrow(/is none, so no token was made/);
    for (const other of ['"*"', '""', 'null', '7']) {
      const path = join(dir, 'tokens', `${token.id}.json`);
      writeFileSync(path, readFileSync(path, 'utf8').replace(/"sessionId":[^,}]*/, `"sessionId":${other}`));
      const handler = handlerFor({ storage: memoryStorage(), access: { tokens: tokenDirectory(dir) } });
      expect([other, (await get(handler, '/api/v1/settings', { authorization: `Bearer ${secret}` })).status]).toEqual([other, 401]);
    }
  });

  test('is no way to another file', () => {
    writeFileSync(join(dir, 'x.json'), '');
    mkdirSync(join(dir, 'tokens'));
    for (const id of ['../x', 'x', '', '0123456789ab/../../x']) expect(tokens.revoke(id)).toBe(false);
    expect(readdirSync(dir)).toContain('x.json');
  });
});

test.each([['default', true], ['team-a', true], ['a', true], ['con', false], ['a.b', false], ['../x', false], ['A', false], ['-a', false], ['a-', false], ['', false], ['a'.repeat(65), false], ['ä', false]])('the workspace name %j is one: %s', (name, is) => {
  expect(isWorkspaceName(name)).toBe(is);
  if (!is) expect(() => createToken({ kind: 'read' satisfies TokenKind, workspace: name })).toThrow(/cannot name a workspace/);
});
