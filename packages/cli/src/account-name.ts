import { userInfo } from 'node:os';

/** Who this process belongs to. In some containers the user has no name. */
export function accountName(): string {
  try {
    return userInfo().username || 'reviewer';
  } catch {
    return 'reviewer';
  }
}
