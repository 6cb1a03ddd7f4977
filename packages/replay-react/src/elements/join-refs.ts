import type { ForwardedRef, RefObject } from 'react';

/** One ref for two: an element goes to a part's own ref and to the one that its host gave. Keep it between renders. */
export function joinRefs<Element>(own: RefObject<Element | null>, given: ForwardedRef<Element>): (element: Element | null) => void {
  return (element) => {
    own.current = element;
    if (typeof given === 'function') given(element);
    else if (given) given.current = element;
  };
}
