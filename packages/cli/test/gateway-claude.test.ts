import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { describe, expect, test } from 'vitest';
import { buildBin, playhead, root, temporary } from './support.ts';
import { scriptedModel } from './scripted-model.ts';

// With the real client, where CLAUDE_BIN names it.

const client = process.env['CLAUDE_BIN'];

const SERVER = `process.stdin.on('data', (text) => { for (const line of String(text).split('\\n').filter(Boolean)) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue;
  const result = method === 'initialize' ? { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'greeter', version: '7.1.0' } }
    : method === 'tools/list' ? { tools: [{ name: 'greet', description: 'Greets', inputSchema: { type: 'object', properties: { who: { type: 'string' } } } }] }
    : method === 'tools/call' ? { content: [{ type: 'text', text: 'hello ' + params.arguments.who }] } : {};
  console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
} });`;

describe.skipIf(!client)('the real client', { timeout: 120_000 }, () => {
  test.each(['user', 'project'] as const)('starts its servers through the tap after playhead gateway install: --scope %s', async (scope) => {
    const [bin, home] = [await buildBin(), temporary()];
    const [data, cwd] = [join(home, 'data'), join(home, 'project')];
    mkdirSync(cwd);
    const path = scope === 'user' ? join(home, '.claude.json') : join(cwd, '.mcp.json');
    writeFileSync(join(cwd, 'greeter.mjs'), SERVER);
    const before = JSON.stringify({ mcpServers: { greeter: { command: process.execPath, args: ['greeter.mjs'] } } }, null, 2);
    writeFileSync(path, before);
    expect(await playhead(['gateway', 'install', '--scope', scope, '--task', 'SHOP-42', '--dir', data], { env: { HOME: home }, cwd })).toMatchObject({ code: 0 });
    writeFileSync(path, readFileSync(path, 'utf8').replace(join(root, 'packages/cli/bin/playhead.js'), bin)); // of the sources, not of the last build
    const model = await scriptedModel([[{ tool: 'mcp__greeter__greet', input: { who: 'Ada' } }], [{ text: 'Greeted.' }]]);
    const child = spawn(client ?? '', ['-p', 'Greet Ada', '--output-format', 'stream-json', '--verbose', '--allowedTools', 'mcp__greeter__greet', '--model', 'claude-sonnet-5', '--settings', '{"enableAllProjectMcpServers":true}'], {
      cwd, stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', HOME: home, ANTHROPIC_BASE_URL: model.url, ANTHROPIC_API_KEY: 'dummy', ENABLE_TOOL_SEARCH: 'false', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', DISABLE_TELEMETRY: '1', DISABLE_AUTOUPDATER: '1', NO_PROXY: '127.0.0.1' },
    });
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => { said += String(bytes); });
    child.stderr.on('data', (bytes: Buffer) => { said += String(bytes); });
    await once(child, 'close');
    await model.close();
    rmSync(bin, { force: true });
    expect(said).toContain('hello Ada');

    const storage = fsStorage({ dir: data });
    const { sessions } = await storage.list();
    expect(sessions).toMatchObject([{ name: 'MCP server greeter', agentName: expect.stringMatching(/claude/i), task: { id: 'SHOP-42' }, status: 'completed' }]);
    await storage.close();
    const { out } = await playhead(['sessions', 'show', sessions[0]?.sessionId ?? '', '--json', '--dir', data]);
    expect(JSON.parse(out)).toMatchObject({ turns: [{ steps: [{ kind: 'mcp', mcp: { server: 'greeter', tool: 'greet' }, input: { who: 'Ada' }, output: 'hello Ada', witnesses: ['gateway'] }] }] });
    await playhead(['gateway', 'uninstall', '--scope', scope], { env: { HOME: home }, cwd });
    const after = JSON.parse(readFileSync(path, 'utf8')) as object; // the client wrote to its own file
    expect(after).toMatchObject(JSON.parse(before) as object);
    if (scope === 'project') expect(readFileSync(path, 'utf8')).toBe(before);
  });
});
