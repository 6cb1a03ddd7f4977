/** English words with those of a host in their place. */
export function mergeWords<Words extends object>(english: Words, own: Partial<Words> | undefined): Words {
  return own ? { ...english, ...own } : english;
}
