import type { AskedBlock, MessageRequest } from './message-request.ts';

/** Knows of each conversation what was sent in it last, so that what is sent again is not told again. */
export interface Conversations {
  /** What is new in a request. */
  news(of: string, request: MessageRequest): readonly AskedBlock[];
}

interface Known {
  readonly answered: number;
  readonly digests: readonly string[];
}

/** Those that were quiet for longest are forgotten. */
const MOST = 256;

/**
 * Makes an empty memory. A request holds all of its conversation; what stands behind the last answer of the model is new, unless the same number of
 * answers stood there before: then the request was sent again, perhaps with more.
 */
export function createConversations(): Conversations {
  const known = new Map<string, Known>();
  return {
    news(of, { answered, latest, conversation }) {
      const key = `${of} ${conversation}`;
      const before = known.get(key);
      known.delete(key); // put back as the youngest
      known.set(key, { answered, digests: latest.map(({ digest }) => digest) });
      const [oldest] = known.keys();
      if (known.size > MOST && oldest !== undefined) known.delete(oldest);
      return before?.answered === answered ? without(latest, before.digests) : latest;
    },
  };
}

/** Blocks without those that were there, each as often as it was. */
function without(blocks: readonly AskedBlock[], digests: readonly string[]): readonly AskedBlock[] {
  const counts = new Map<string, number>();
  for (const digest of digests) counts.set(digest, (counts.get(digest) ?? 0) + 1);
  return blocks.filter(({ digest }) => {
    const count = counts.get(digest) ?? 0;
    counts.set(digest, count - 1);
    return count <= 0;
  });
}
