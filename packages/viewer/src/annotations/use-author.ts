import { useCallback, useEffect, useState } from 'react';

const KEY = 'playhead.author';
const NOBODY = 'reviewer';
/** Before anybody could write a note, in milliseconds. */
const READ_AFTER_MS = 50;

/** Who writes notes in this browser, and a way to say so. */
export function useAuthor(): readonly [author: string, setAuthor: (name: string) => void] {
  const [author, setAuthor] = useState(NOBODY);
  // Once the page is drawn: whoever asks a browser first for what it keeps waits for its disk.
  useEffect(() => {
    const timer = setTimeout(() => setAuthor(read()), READ_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const set = useCallback((name: string) => {
    const said = name.trim().slice(0, 200) || NOBODY;
    setAuthor(said);
    try {
      window.localStorage.setItem(KEY, said);
    } catch { // a browser that keeps nothing forgets the name
    }
  }, []);
  return [author, set];
}

function read(): string {
  try {
    return window.localStorage.getItem(KEY) ?? NOBODY;
  } catch {
    return NOBODY;
  }
}
