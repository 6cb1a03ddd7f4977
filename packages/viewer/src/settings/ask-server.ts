import type { ServerRequest } from '../access/server-request.ts';

/**
 * Asks the server to do something.
 *
 * @returns What it answers, of the type that our own server declares.
 * @throws Error that says what happened and what to do.
 */
export async function askServer<Value>(method: 'PUT' | 'POST', path: string, body: unknown, request: ServerRequest, signal?: AbortSignal): Promise<Value> {
  const response = await request(path, { method, headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(body), ...(signal && { signal }) }).catch((cause: unknown) => {
    throw new Error('The Playhead server cannot be reached, so nothing was done. Try again in a moment.', { cause });
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer as Value;
  const message = typeof answer === 'object' && answer !== null && 'message' in answer ? answer.message : undefined;
  throw new Error(typeof message === 'string' ? message.slice(0, 500) : `The Playhead server answered ${response.status}, so nothing was done. Try again in a moment.`);
}
