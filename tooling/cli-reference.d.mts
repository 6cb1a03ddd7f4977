/** Where the reference of the commands is checked in. */
export const cliReferenceFile: string;
/** Its text, made of the table of commands. */
export function cliReference(): Promise<string>;
