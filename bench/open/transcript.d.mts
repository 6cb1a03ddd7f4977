/** The session id of the transcript, which is its file's name. */
export const TRANSCRIPT: string;
/** Writes a Claude Code transcript of about so many bytes. */
export function writeTranscript(path: string, bytes: number): { readonly lines: number; readonly turns: number };
