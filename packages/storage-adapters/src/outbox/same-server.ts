const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether two addresses lead to one server: the same host and port, where all names of this machine are one. What is sent to a server
 * that keeps it already would only be read and compared.
 *
 * @param other - Undefined where no server is known.
 *
 * @example
 * ```ts
 * isSameServer('http://localhost:7433/', 'http://127.0.0.1:7433'); // true
 * ```
 */
export function isSameServer(one: string, other: string | undefined): boolean {
  if (other === undefined || !URL.canParse(one) || !URL.canParse(other)) return false;
  const [a, b] = [new URL(one), new URL(other)];
  return a.protocol === b.protocol && a.port === b.port && (a.hostname === b.hostname || (LOOPBACK.has(a.hostname) && LOOPBACK.has(b.hostname)));
}
