// Runs by itself before the app, which is read meanwhile: see vite.config.ts.
import { takeToken, type ServerRequest } from './access/server-request.ts';
import { askEarly } from './early-records.ts';
import { latePages } from './late-pages.ts';
import { routeOf } from './route.ts';
import { applyTheme, readTheme } from './settings/theme.ts';

/** What the address brought along; taken before anything is drawn, for it must not stay in the address. */
export const token: string | undefined = takeToken(window);

/** Carries the app's requests. */
export const send: ServerRequest = askEarly(window, token);

applyTheme(readTheme()); // what a browser keeps it looks for elsewhere, and the page waits: better now than once the app is there
const { page } = routeOf(window.location.pathname);
if (page !== 'session') void latePages[page].load();
