import { lateModule, type LateModule } from './late-module.ts';
import type * as catalog from './figures/CatalogPage.tsx';
import type * as files from './files/FilesPage.tsx';
import type * as sessions from './SessionsPage.tsx';
import type * as settings from './settings/SettingsPage.tsx';
import type * as statistics from './figures/StatisticsPage.tsx';

/** All pages but that of a session, which is read with the app: nothing of them is in the way of its rows. */
export const latePages: {
  readonly catalog: LateModule<typeof catalog>;
  readonly files: LateModule<typeof files>;
  readonly sessions: LateModule<typeof sessions>;
  readonly settings: LateModule<typeof settings>;
  readonly statistics: LateModule<typeof statistics>;
} = {
  catalog: lateModule(() => import('./figures/CatalogPage.tsx')),
  files: lateModule(() => import('./files/FilesPage.tsx')),
  sessions: lateModule(() => import('./SessionsPage.tsx')),
  settings: lateModule(() => import('./settings/SettingsPage.tsx')),
  statistics: lateModule(() => import('./figures/StatisticsPage.tsx')),
};
