'use client';
import type { Root } from 'mdast';
import { createContext, useContext, useEffect, useState, type Context, type ReactElement, type ReactNode } from 'react';

type Parse = (text: string) => Root;

const ParserContext: Context<Parse | undefined> = createContext<Parse | undefined>(undefined);

/** Loads the markdown parser once for all texts below; they are plain until it is there. */
export function MarkdownProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const parse = useLoadedParser(false);
  return <ParserContext.Provider value={parse}>{children}</ParserContext.Provider>;
}

/** The markdown parser, once it is there. */
export function useMarkdownParser(): Parse | undefined {
  const shared = useContext(ParserContext);
  const own = useLoadedParser(shared !== undefined);
  return shared ?? own;
}

function useLoadedParser(skip: boolean): Parse | undefined {
  const [parse, setParse] = useState<{ readonly of: Parse }>();
  useEffect(() => {
    if (skip) return;
    let gone = false;
    import('./parse-markdown.ts').then(
      ({ parseMarkdown }) => { if (!gone) setParse({ of: parseMarkdown }); },
      () => undefined, // the text stays plain
    );
    return () => { gone = true; };
  }, [skip]);
  return parse?.of;
}
