import type { SessionRecord, Via } from '@playhead/protocol';

/** Who can tell a call: the agent itself, by whatever records from its inside, or who stands where its calls pass. */
export type Side = 'agent' | 'boundary';

/** On which side a witness stands; undefined for one who only looks at what is printed. */
export function sideOf(via: Via): Side | undefined {
  if (via === 'gateway') return 'boundary';
  return via === 'pty' ? undefined : 'agent';
}

/** What of a record decides its place in display order. */
export type Place = Pick<SessionRecord, 'at' | 'p' | 'e' | 'n'>;
