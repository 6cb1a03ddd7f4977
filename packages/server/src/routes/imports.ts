import { PlayheadError } from '@playhead/protocol';
import { isLocal } from '../access/grant.ts';
import type { HistoryImports } from '../history/history-imports.ts';
import { numberOf } from '../http/parameters.ts';
import { jsonResponse } from '../http/responses.ts';
import type { RouteCall } from './route.ts';

/** The longest that a question waits for news, in seconds: proxies cut what is silent for a minute. */
const LONGEST_WAIT_SECONDS = 55;

/** What the harnesses of this machine keep. Where nothing can be imported there are none, and for who only reads. */
export async function importsRoute(call: RouteCall): Promise<Response> {
  const imports = call.grant?.kind === 'admin' ? importsOf(call) : undefined;
  return jsonResponse({ sources: (await imports?.sources()) ?? [] });
}

/** How far an import is; with `wait` as soon as it is not at `revision` any more. */
export async function importRoute(call: RouteCall): Promise<Response> {
  const { request, parameters: { harness = '' }, context: { closing } } = call;
  const imports = importsHere(call);
  const params = new URL(request.url).searchParams;
  const wait = numberOf(params, 'wait', { min: 0, max: LONGEST_WAIT_SECONDS });
  const revision = numberOf(params, 'revision', { min: 0, max: Number.MAX_SAFE_INTEGER });
  if (wait === undefined || revision === undefined) return jsonResponse({ import: imports.state(harness) });
  const signal = AbortSignal.any([request.signal, closing, AbortSignal.timeout(wait * 1000)]);
  return jsonResponse({ import: await imports.changed(harness, revision, signal) });
}

/** Begins an import, or says how far the one is that runs. */
export async function beginImportRoute(call: RouteCall): Promise<Response> {
  return jsonResponse({ import: importsHere(call).begin(call.parameters['harness'] ?? '') }, { status: 202 });
}

/** Ends an import. */
export async function cancelImportRoute(call: RouteCall): Promise<Response> {
  return jsonResponse({ import: importsHere(call).cancel(call.parameters['harness'] ?? '') });
}

/** What lies in its user's home is nobody's business but of who sits at the machine: a token from elsewhere is not enough. */
function importsOf({ request, connection, context: { imports } }: RouteCall): HistoryImports | undefined {
  return connection.remoteAddress === undefined || isLocal(request, connection) ? imports : undefined;
}

function importsHere(call: RouteCall): HistoryImports {
  const imports = importsOf(call);
  if (imports) return imports;
  throw new PlayheadError('not_found', 'Nothing can be imported here: only a server of this machine imports, for its own user. Run "playhead import claude" where the sessions lie.');
}
