// Finds the Chromium that browser and end-to-end tests drive.
import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** Path of a Chromium: `CHROMIUM_PATH`, else the usual places; undefined when there is none. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, where there is no file. Correct or unset it.`);
    return named;
  }
  return PLACES.find((path) => existsSync(path));
}

/** As {@link findChromium}; with PLAYHEAD_REQUIRE_BROWSER=1 a missing one is an error. */
export function chromiumForTests() {
  const path = findChromium();
  if (!path && process.env.PLAYHEAD_REQUIRE_BROWSER === '1') {
    throw new Error('PLAYHEAD_REQUIRE_BROWSER=1, but no Chromium was found. Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.');
  }
  return path;
}
