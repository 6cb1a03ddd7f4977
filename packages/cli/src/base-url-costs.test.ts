import { expect, test } from 'vitest';
import { tappedAgent } from './base-url-costs.ts';

const TAP = 'http://127.0.0.1:7';

test('a tap before the service itself changes three things, and makes up for what it can', () => {
  const agent = tappedAgent({}, undefined);
  expect(agent).toMatchObject({ upstream: 'https://api.anthropic.com', sideEffects: [expect.stringContaining('Remote Control'), expect.stringContaining('[1m]'), expect.stringContaining('ENABLE_TOOL_SEARCH')] });
  expect(agent.env(TAP)).toEqual({ ANTHROPIC_BASE_URL: TAP, ENABLE_TOOL_SEARCH: 'true' });
  expect(tappedAgent({ ANTHROPIC_BASE_URL: 'https://api.anthropic.com/' }, 'http://127.0.0.1:9').sideEffects).toHaveLength(3); // the agent notices the address, whatever is behind it
});

test('what the user set stays', () => {
  const agent = tappedAgent({ ENABLE_TOOL_SEARCH: 'false' }, undefined);
  expect([agent.env(TAP), agent.sideEffects]).toEqual([{ ANTHROPIC_BASE_URL: TAP }, [expect.stringContaining('Remote Control'), expect.stringContaining('[1m]')]]);
});

test('where the model is elsewhere already the tap costs nothing more', () => {
  const agent = tappedAgent({ ANTHROPIC_BASE_URL: 'https://models.example.com/anthropic' }, undefined);
  expect([agent.upstream, agent.env(TAP), agent.sideEffects]).toEqual(['https://models.example.com/anthropic', { ANTHROPIC_BASE_URL: TAP }, []]);
  expect(tappedAgent({ ANTHROPIC_BASE_URL: 'https://models.example.com' }, 'http://127.0.0.1:9').upstream).toBe('http://127.0.0.1:9');
});

test('the way to the tap goes around a proxy', () => {
  expect(tappedAgent({ http_proxy: 'http://proxy.example.com', no_proxy: 'localhost, .example.com' }, undefined).env(TAP)).toMatchObject({ NO_PROXY: 'localhost,.example.com,127.0.0.1' });
});
