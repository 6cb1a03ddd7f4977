import { describe, expect, test } from 'vitest';
import { createSensitiveCalls, sensitiveSource } from './index.ts';

describe('what is secret as a whole', () => {
  test.each([
    '.env', '/work/app/.env.production', 'config/prod.env', '/home/a/.aws/credentials', 'C:\\Users\\a\\.aws\\credentials', '~/.ssh/id_rsa', '/etc/ssl/private/site.key', 'certs/client.p12',
    '/home/a/.netrc', '.npmrc', '/root/.kube/config', 'terraform.tfstate', '/home/a/.config/gh/hosts.yml', 'service-account-prod.json', '/proc/self/environ', 'secrets.yaml', '.git-credentials',
  ])('a file: %s', (path) => expect(sensitiveSource({ path })).toBeDefined());

  test.each([
    'cat .env', 'sudo cat /home/a/.aws/credentials', 'head -n 3 config/.env.local | sort', 'printenv', 'printenv DATABASE_URL', 'env | grep KEY', 'export -p', 'cat ~/.ssh/id_ed25519', 'grep -r TOKEN .env', 'cd app && cat .env',
    'gh auth token', 'aws configure get aws_secret_access_key', 'kubectl get secret db -o yaml', 'vault kv get secret/app', 'op read op://vault/item/field', 'base64 < id_rsa', 'X=1 cat .env',
    'echo $(cat .env)', 'openssl rsa -in server.key -text', 'git show HEAD:.env', 'scp .env host: ; cat .env', 'heroku config -a web', 'gcloud auth print-access-token',
  ])('a command: %s', (command) => expect(sensitiveSource({ command })).toBeDefined());

  test.each(['.env.example', 'src/environment.ts', 'id_rsa.pub', 'docs/secrets.md', 'src/keys/key-map.ts', 'package.json', 'monkey.ts', 'src/.envelope'])('not a file such as %s', (path) => expect(sensitiveSource({ path })).toBeUndefined());

  test.each(['ls -la .env', 'cp .env.example .env', 'git add .env.example', 'env NODE_ENV=test npm test', 'npm run set', 'cat README.md', 'test -f .env && echo yes', 'set -euo pipefail', 'rm id_rsa', 'git status', 'echo environment', 'passwd --help', 'node --env-file=.env app.js', 'export PATH=$PATH:/x'])(
    'not a command such as %s', (command) => expect(sensitiveSource({ command })).toBeUndefined());
});

describe('the calls of a session', () => {
  const record = (type: string, data: unknown, call?: string) => ({ $r: 1, id: 'i', p: 'p', e: 0, n: 0, at: 0, type, via: 'hook' as const, ...(call ? { call } : {}), data });

  test('what a sensitive call prints is sensitive, what others print is not', () => {
    const calls = createSensitiveCalls();
    expect(calls.isSensitive(record('terminal_command', { command: 'cat .env' }, 'a'))).toBe(true);
    expect(calls.isSensitive(record('terminal_command', { command: 'cat README.md' }, 'b'))).toBe(false);
    expect(calls.isSensitive(record('terminal_output', { text: 'A=1' }, 'a'))).toBe(true);
    expect(calls.isSensitive(record('terminal_output', { text: '# Readme' }, 'b'))).toBe(false);
    expect(calls.isSensitive(record('tool_call', { name: 'Read', input: { file_path: '/w/.env' } }, 'c'))).toBe(true);
    expect(calls.isSensitive(record('file_read', { path: '/w/.env', content: 'A=1' }))).toBe(true);
    expect(calls.isSensitive(record('usage', null))).toBe(false);
  });

  test('it forgets the oldest of very many', () => {
    const calls = createSensitiveCalls();
    for (let index = 0; index < 3000; index += 1) calls.isSensitive(record('terminal_command', { command: 'printenv' }, `c${index}`));
    expect(calls.isSensitive(record('terminal_output', { text: '' }, 'c0'))).toBe(false);
    expect(calls.isSensitive(record('terminal_output', { text: '' }, 'c2999'))).toBe(true);
  });
});
