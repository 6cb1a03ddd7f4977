import { jsonResponse } from '../http/responses.ts';
import type { RouteCall } from './route.ts';

/** `/healthz`: that the server answers, and what it warns of. */
export async function healthRoute({ context }: RouteCall): Promise<Response> {
  const warnings = [...context.warnings(), ...context.hookVersions.warnings()];
  const hooks = context.hookVersions.seen();
  return jsonResponse({ status: 'ok', name: 'playhead', version: context.version, ...(hooks.length > 0 && { hooks }), ...(warnings.length > 0 && { warnings }) });
}
