import { isUuid } from '@playhead/protocol';
import { environmentOf } from '../http/environment.ts';
import { launcherOfHeaders } from '../http/launcher.ts';
import type { RouteCall } from './route.ts';

/** A message of an MCP client: Streamable HTTP, without sessions of its own. */
export function mcpRoute({ request, context, grant }: RouteCall): Promise<Response> {
  const { origin } = new URL(request.url);
  const sessionId = request.headers.get('playhead-session-id') ?? '';
  const only = grant?.token?.sessionId;
  return context.mcp.handle(request, {
    replayUrlOf: (id) => `${origin}/sessions/${id}`,
    env: environmentOf(request.headers),
    ...(grant?.token && { identity: { type: 'machine', subject: grant.token.name } }), // unless the launcher knows better
    ...launcherOfHeaders(request.headers),
    ...(only !== undefined && { sessionId: only, only }),
    ...(isUuid(sessionId) && { sessionId }),
  });
}
