'use client';
import { lazy, Suspense, type ReactElement } from 'react';
import { useReplayView } from '../view/ViewContext.tsx';

const Sheet = lazy(async () => ({ default: (await import('./ShortcutsSheet.tsx')).ShortcutsSheet }));

/** The sheet of keyboard shortcuts while it is open: `?`, or the transport's last button. Loaded when first opened. Renders a modal `<dialog>`, or nothing. */
export function Shortcuts(): ReactElement | null {
  const { layer } = useReplayView();
  return layer === 'shortcuts' ? <Suspense fallback={null}><Sheet /></Suspense> : null;
}
