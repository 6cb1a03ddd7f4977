import { afterAll, vi } from 'vitest';

// Files that share a process: what one of them put in the place of something is taken back before the next one begins.
afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  if (typeof document === 'undefined') return;
  localStorage.clear();
  sessionStorage.clear();
  document.title = '';
  history.replaceState(null, '', '/');
});
