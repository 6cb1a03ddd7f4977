import { jsonResponse } from '../http/responses.ts';
import { openApiDocument } from '../openapi/document.ts';
import type { RouteCall } from './route.ts';

/** What the API takes and gives, for programs that make clients. */
export async function openApiRoute({ context: { routes, version } }: RouteCall): Promise<Response> {
  return jsonResponse(openApiDocument(routes, version));
}
