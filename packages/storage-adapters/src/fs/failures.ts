import { isPlayheadError, PlayheadError } from '@playhead/protocol';

const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** The operating system's name of an error, such as `ENOENT`. */
export function errnoOf(error: unknown): string | undefined {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Whether an error says that no room is left. */
export function isFull(error: unknown): boolean {
  return FULL.has(errnoOf(error));
}

/**
 * Gives an error of the file system its {@link PlayheadError}.
 *
 * @param doing - What failed, such as `append to session a1`. Follows "Could not".
 */
export function storageFailure(error: unknown, doing: string): PlayheadError {
  if (isPlayheadError(error)) return error;
  const errno = errnoOf(error) ?? 'unknown error';
  if (FULL.has(errno)) {
    return new PlayheadError('storage_full', `Could not ${doing}: no room is left on the disk (${errno}). Nothing already stored is lost. Free some room and try again.`, { cause: error });
  }
  return new PlayheadError('storage_unavailable', `Could not ${doing}: the data directory cannot be used (${errno}). Nothing already stored is lost. Check that it exists and belongs to this user.`, { cause: error });
}

/** Runs an operation and gives its file system errors their codes. */
export async function guarded<Result>(doing: string, run: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    throw storageFailure(error, doing);
  }
}
