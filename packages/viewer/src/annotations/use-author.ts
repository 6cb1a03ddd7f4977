import { useCallback, useState } from 'react';

const KEY = 'playhead.author';
const NOBODY = 'reviewer';

/** Who writes notes in this browser, and a way to say so. */
export function useAuthor(): readonly [author: string, setAuthor: (name: string) => void] {
  const [author, setAuthor] = useState(read);
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
