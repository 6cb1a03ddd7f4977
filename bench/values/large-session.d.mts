export const LARGE_SESSION_ID: string;
/** Lines that the command printed. */
export const PRINTED_LINES: number;
/** Records a session with values of 12 MB, a picture of 6 MB and a torn last line. @returns Their sizes in bytes. */
export function recordLargeSession(dir: string): Promise<{ readonly printed: number; readonly result: number; readonly picture: number }>;
