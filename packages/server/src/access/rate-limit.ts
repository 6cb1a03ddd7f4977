/** How much one sender may ask of a server. */
export interface AccessLimits {
  /** Requests a second in the long run. Default 500. */
  readonly requestsPerSecond?: number;
  /** Requests at once, before that counts. Default 2,000. */
  readonly burst?: number;
  /** Live streams at once. Default 1,000. */
  readonly streams?: number;
}

/** Counts the requests of senders. */
export interface RateLimit {
  /**
   * Counts one request.
   *
   * @param sender - Whose it is.
   * @returns 0 when it may be answered, else in how many seconds the next one may.
   */
  take(sender: string): number;
}

/** So many senders are remembered; of more, those that were quiet longest are forgotten. */
const MOST_SENDERS = 4096;

/**
 * Makes a counter in which each sender has a bucket of requests that fills again with time.
 *
 * @param options.now - Milliseconds of a clock that never goes back. Default `performance.now`.
 */
export function createRateLimit(options: { requestsPerSecond: number; burst: number; now?: () => number }): RateLimit {
  const { requestsPerSecond, burst, now = () => performance.now() } = options;
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(sender) {
      const at = now();
      const before = buckets.get(sender) ?? { left: burst, at };
      const left = Math.min(burst, before.left + ((at - before.at) / 1000) * requestsPerSecond);
      buckets.delete(sender); // put back as the youngest
      buckets.set(sender, { left: left >= 1 ? left - 1 : left, at });
      for (const oldest of buckets.keys()) {
        if (buckets.size <= MOST_SENDERS) break;
        buckets.delete(oldest);
      }
      return left >= 1 ? 0 : Math.max(1, Math.ceil((1 - left) / requestsPerSecond));
    },
  };
}

/** The sender that an address stands for: a network of IPv6 is given out to one customer, who has all its addresses. */
export function senderAt(address: string | undefined): string {
  if (address === undefined) return 'address unknown';
  if (!address.includes(':') || address.includes('.')) return `address ${address}`;
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const groups = head.split(':').filter((group) => group !== '');
  const filled = tail === undefined ? groups : [...groups, ...Array.from({ length: Math.max(0, 8 - groups.length - tail.split(':').filter((group) => group !== '').length) }, () => '0'), ...tail.split(':')];
  return `network ${filled.slice(0, 4).join(':')}`;
}
