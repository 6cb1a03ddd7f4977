import { isLocal } from '../access/grant.ts';
import { jsonResponse } from '../http/responses.ts';
import type { RouteCall } from './route.ts';

/** `/healthz`: that the server answers, and for people of its machine what it warns of. */
export async function healthRoute({ request, context, connection }: RouteCall): Promise<Response> {
  if (connection.remoteAddress !== undefined && !isLocal(request, connection)) return jsonResponse({ status: 'ok', name: 'playhead', version: context.version });
  const warnings = [...context.warnings(), ...context.hookVersions.warnings()];
  const hooks = context.hookVersions.seen();
  const retention = context.retention?.keeper.stateOf(context.workspace);
  return jsonResponse({ status: 'ok', name: 'playhead', version: context.version, ...(retention && { retention }), ...(hooks.length > 0 && { hooks }), ...(warnings.length > 0 && { warnings }) });
}
