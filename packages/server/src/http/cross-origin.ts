/** Answers the question of a browser whether a page of an allowed origin may send what it wants to. */
export function preflightAnswer(request: Request): Response {
  const wanted = request.headers.get('access-control-request-headers') ?? '';
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
      // What it asks for may be sent: the origin is trusted, and these are names of headers only.
      ...(/^[\w-]+(?: *, *[\w-]+)*$/.test(wanted) && { 'access-control-allow-headers': wanted }),
      ...(request.headers.get('access-control-request-private-network') === 'true' && { 'access-control-allow-private-network': 'true' }),
      'access-control-max-age': '600',
    },
  });
}

/** Lets a page of an allowed origin read an answer. Cookies are never asked for, so they are not allowed either. */
export function forOrigin(response: Response, origin: string): Response {
  response.headers.set('access-control-allow-origin', origin);
  response.headers.set('access-control-expose-headers', '*');
  response.headers.append('vary', 'origin');
  return response;
}
