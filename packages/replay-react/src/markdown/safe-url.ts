const ALLOWED: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/** A link that may be followed, with what is shown beside it. */
export interface SafeUrl {
  readonly href: string;
  /** The host it leads to; empty for mail. */
  readonly host: string;
}

/** Reads the address of a recorded link. Returns nothing unless it is absolute http, https or mailto. */
export function safeUrl(address: string): SafeUrl | undefined {
  try {
    const url = new URL(address);
    return ALLOWED.has(url.protocol) ? { href: url.href, host: url.host } : undefined;
  } catch {
    return undefined;
  }
}
