import { readFileSync } from 'node:fs';
import { PlayheadError } from '@playhead/protocol';

/** A user of the machine. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  /** Absent for a number that no user has. */
  readonly name?: string;
  readonly home?: string;
}

const MOST = 2 ** 32 - 2;

/**
 * Finds a user by name or number, as `/etc/passwd` has them. A number that stands there nowhere is a user without a name, whose group has the same number.
 *
 * @throws PlayheadError `usage` when there is no such user.
 */
export function accountOf(text: string, passwd: string = passwdFile()): Account {
  const rows = passwd.split('\n').map((line) => line.split(':')).filter(({ length }) => length >= 6);
  const row = rows.find(([name]) => name === text) ?? rows.find(([, , uid]) => uid === text);
  const number = /^\d{1,10}$/.test(text) ? Number(text) : undefined;
  if (row) return { uid: Number(row[2]), gid: Number(row[3]), ...(row[0] && { name: row[0] }), ...(row[5] && { home: row[5] }) };
  if (number !== undefined && number <= MOST) return { uid: number, gid: number };
  throw new PlayheadError('usage', `There is no user "${text.slice(0, 64)}" in /etc/passwd. Name one, or give a number.`);
}

function passwdFile(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return ''; // then numbers remain
  }
}
