import { scrollParent } from '../elements/scroll-parent.ts';

/** How far outside of the pane something counts as near. */
const MARGIN = '800px 0px';

/** Tells what comes near to what is looked at. */
export interface NearView {
  /**
   * @param onChange - Called soon after, and whenever it comes near or goes away.
   * @returns Stops it.
   */
  watch(element: Element, onChange: (entry: IntersectionObserverEntry) => void): () => void;
}

/** Makes one for elements that scroll in the same pane: one observer for all of them. */
export function createNearView(): NearView {
  const watched = new Map<Element, (entry: IntersectionObserverEntry) => void>();
  let observer: IntersectionObserver | undefined;
  return {
    watch: (element, onChange) => {
      observer ??= new IntersectionObserver((entries) => {
        for (const [target, entry] of new Map(entries.map((one) => [one.target, one]))) watched.get(target)?.(entry);
      }, { root: scrollParent(element) ?? null, rootMargin: MARGIN });
      watched.set(element, onChange);
      observer.observe(element);
      return () => {
        watched.delete(element);
        observer?.unobserve(element);
        if (watched.size > 0) return;
        observer?.disconnect();
        observer = undefined; // whoever comes next may be in another pane
      };
    },
  };
}
