/** Whether an event type has the form of those that Playhead knows: a few words in lower case. Another one may be anything, a secret among it. */
export function isPlainType(type: unknown): type is string {
  return typeof type === 'string' && /^[a-z]{1,20}(?:_[a-z]{1,20}){0,3}$/.test(type);
}
