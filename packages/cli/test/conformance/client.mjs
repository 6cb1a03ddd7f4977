// A client as the conformance suite starts it, with the address of its server as the last argument. With the path of Playhead's program before it, it asks through a tap.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const [bin, address] = process.argv.length > 3 ? process.argv.slice(2) : [undefined, process.argv[2]];
const scenario = process.env.MCP_CONFORMANCE_SCENARIO ?? '';
const tap = bin && spawn(process.execPath, [bin, 'gateway', 'http', '--upstream', address, '--json', '--rewrite-oauth-resource'], { stdio: ['ignore', 'pipe', 'inherit'] });
const url = tap ? JSON.parse((await once(createInterface(tap.stdout), 'line'))[0]).url : address;

/** Somebody who leaves at once to sign in, and comes back with the code. */
function signsIn() {
  const kept = {};
  return {
    get code() { return kept.code; },
    redirectUrl: 'http://localhost:3000/callback',
    clientMetadata: { client_name: 'conformance', redirect_uris: ['http://localhost:3000/callback'], grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'], token_endpoint_auth_method: 'none' },
    clientInformation: () => kept.client, saveClientInformation: (client) => { kept.client = client; },
    tokens: () => kept.tokens, saveTokens: (tokens) => { kept.tokens = tokens; },
    codeVerifier: () => kept.verifier, saveCodeVerifier: (verifier) => { kept.verifier = verifier; },
    discoveryState: () => kept.discovery, saveDiscoveryState: (discovery) => { kept.discovery = discovery; },
    async redirectToAuthorization(to) {
      const { headers } = await fetch(to, { redirect: 'manual' });
      kept.code = new URL(headers.get('location')).searchParams;
    },
  };
}

async function talk() {
  const authProvider = signsIn();
  for (let turn = 0; turn < 3; turn += 1) {
    const client = new Client({ name: 'conformance', version: '1.0.0' }, { versionNegotiation: { mode: 'legacy' }, capabilities: { elicitation: { form: { applyDefaults: true } } } });
    client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: {} }));
    const transport = new StreamableHTTPClientTransport(new URL(url), scenario.startsWith('auth/') ? { authProvider } : {});
    try {
      await client.connect(transport);
      const { tools } = await client.listTools();
      for (const { name } of tools) await client.callTool({ name, arguments: { a: 5, b: 3 } });
      await client.close();
      return;
    } catch (error) {
      if (!authProvider.code || turn === 2) throw error;
      await transport.finishAuth(authProvider.code);
    }
  }
}

try {
  await talk();
} catch (error) {
  process.exitCode = 1;
  console.error(String(error));
} finally {
  tap?.kill('SIGTERM');
  if (tap && tap.exitCode === null) await once(tap, 'exit');
}
process.exit();
