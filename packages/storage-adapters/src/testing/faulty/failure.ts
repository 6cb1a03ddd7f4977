import { errorDescriptions, PlayheadError, type ErrorCode } from '@playhead/protocol';
import type { FaultError } from './plan.ts';

const FULL: ReadonlySet<FaultError> = new Set(['ENOSPC', 'EDQUOT']);

/** The error that a struck call rejects with. @param follows - What was stored all the same. */
export function faultFailure(error: FaultError = 'EIO', follows = 'nothing was stored'): PlayheadError {
  if (isErrorCode(error)) return new PlayheadError(error, `The storage fails on purpose (${error}): ${follows}. Look at the plan of its faults.`);
  const cause = Object.assign(new Error(`${error}: failed on purpose`), { code: error });
  return new PlayheadError(FULL.has(error) ? 'storage_full' : 'storage_unavailable', `The storage fails on purpose (${error}): ${follows}. Look at the plan of its faults.`, { cause });
}

function isErrorCode(error: FaultError): error is ErrorCode {
  return Object.hasOwn(errorDescriptions, error);
}
