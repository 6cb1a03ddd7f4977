/** A page has no exit that could be watched synchronously; call `flush` when it is hidden. */
export function observeExit(save: (final: boolean) => void): () => void {
  void save;
  return () => {};
}
