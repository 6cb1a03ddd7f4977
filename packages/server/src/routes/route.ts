import type { Grant } from '../access/grant.ts';
import type { RequestContext, RouteContext } from '../http/context.ts';

/**
 * Who may use a route: everybody (`public`), who records (`ingest`: adds, and reads nothing), who watches (`read`), or who may
 * change and remove what is recorded (`admin`).
 */
export type RouteAccess = 'public' | 'ingest' | 'read' | 'admin';

/** A method that a route can have. */
export type RouteMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A request on its way through a route. */
export interface RouteCall {
  readonly request: Request;
  /** What stands in the address for the names of the path, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly context: RouteContext;
  /** What the runtime knows of the sender. */
  readonly connection: RequestContext;
  /** What the sender may do; a public route has no need to know. */
  readonly grant: Grant | undefined;
}

/** One thing the server does. */
export interface Route {
  readonly method: RouteMethod;
  /** Such as `/api/v1/sessions/{id}`. A last `{name*}` stands for all the rest, unless its first part begins another route. */
  readonly path: string;
  readonly access: RouteAccess;
  /** What it does, in a few words; for the documentation. */
  readonly summary: string;
  readonly handle: (call: RouteCall) => Promise<Response>;
}
