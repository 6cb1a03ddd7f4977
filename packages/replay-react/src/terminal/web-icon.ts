import type { IconPath } from '../elements/icon-paths.ts';

/** Leads out to the web. Drawn here alone: what stands in `part-icons.ts` and is drawn by lazy parts weighs on all of them. */
export const webIcon: IconPath = 'M6.5 3.5h-3v9h9v-3M9 3.5h3.5V7M12.5 3.5 7.5 8.5';
