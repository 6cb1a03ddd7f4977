/** Path of a Chromium: `CHROMIUM_PATH`, else the usual places; undefined when there is none. */
export function findChromium(): string | undefined;
/** As {@link findChromium}; with PLAYHEAD_REQUIRE_BROWSER=1 a missing one is an error. */
export function chromiumForTests(): string | undefined;
