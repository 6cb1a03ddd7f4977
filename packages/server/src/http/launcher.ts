import { launcherOf, type Launcher } from '@playhead/recorder';

/** What a launcher says by the headers of a request, percent-encoded where it is not plain. */
export function launcherOfHeaders(headers: Headers): Launcher {
  return launcherOf((name) => {
    const value = headers.get(`playhead-${name}`) ?? undefined;
    try {
      return value === undefined ? undefined : decodeURIComponent(value);
    } catch {
      return value; // a percent sign that means itself
    }
  });
}
