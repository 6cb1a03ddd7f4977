import type { ServerRequest } from '../access/server-request.ts';
import type { Go } from '../Link.tsx';

/** Props of the pages that add up what sessions did. */
export interface FiguresPageProps {
  readonly go: Go;
  /** How the server is asked. Default: without a token. */
  readonly request?: ServerRequest;
  /** How often it is asked again. Default 15,000 ms. */
  readonly refreshMs?: number;
}
