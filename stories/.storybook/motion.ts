const REDUCED = '(prefers-reduced-motion: reduce)';

/** Makes the page believe that its reader wants less motion, as far as scripts and our tokens go. @returns Undoes it. */
export function reduceMotion(): () => void {
  const { matchMedia } = window;
  window.matchMedia = (query) => (query.replaceAll(' ', '') === REDUCED.replaceAll(' ', '') ? matchMedia.call(window, 'all') : matchMedia.call(window, query));
  const style = document.createElement('style');
  style.textContent = '[data-ph] { --ph-fast: 0ms; --ph-base: 0ms; --ph-slow: 0ms; } [data-ph] * { animation: none !important; }';
  document.head.append(style);
  return () => {
    window.matchMedia = matchMedia;
    style.remove();
  };
}
