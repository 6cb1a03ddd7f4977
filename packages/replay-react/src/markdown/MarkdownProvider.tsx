'use client';
import { createContext, useContext, useEffect, useState, type Context, type ReactElement, type ReactNode } from 'react';

type Draw = (text: string) => ReactNode;

const DrawContext: Context<Draw | undefined> = createContext<Draw | undefined>(undefined);

/** Loads the markdown parser once for all texts below; they are plain until it is there. */
export function MarkdownProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const draw = useLoadedDraw(false);
  return <DrawContext.Provider value={draw}>{children}</DrawContext.Provider>;
}

/** What draws markdown, once it is there. */
export function useDrawMarkdown(): Draw | undefined {
  const shared = useContext(DrawContext);
  const own = useLoadedDraw(shared !== undefined);
  return shared ?? own;
}

function useLoadedDraw(skip: boolean): Draw | undefined {
  const [draw, setDraw] = useState<{ readonly of: Draw }>();
  useEffect(() => {
    if (skip) return;
    let gone = false;
    import('./draw-markdown.tsx').then(
      ({ drawMarkdown }) => { if (!gone) setDraw({ of: drawMarkdown }); },
      () => { if (!gone) setDraw({ of: () => undefined }); }, // the text stays plain
    );
    return () => { gone = true; };
  }, [skip]);
  return draw?.of;
}
