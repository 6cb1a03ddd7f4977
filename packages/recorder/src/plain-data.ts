import { defaultLimits } from '@playhead/protocol';

/**
 * The data as JSON will have it. Objects that say themselves what they are in JSON, such as a `URL` with a password in it or
 * an error of an HTTP client, would say so only after redaction has looked at them.
 *
 * @returns The very data where nothing in it does; what is beyond the limits of a record is left to them.
 * @throws What `toJSON` throws, and TypeError on cycles.
 */
export function plainData<Data extends object>(data: Data): Data {
  return speaksForItself(data) ? (JSON.parse(JSON.stringify(data)) as Data) : data; // the same to a reader of JSON
}

function speaksForItself(data: object): boolean {
  let left = defaultLimits.keys;
  const visit = (value: unknown, depth: number): boolean => {
    if (typeof value !== 'object' || value === null) return false;
    if ('toJSON' in value && typeof value.toJSON === 'function') return true;
    left -= 1;
    return left > 0 && depth < defaultLimits.depth && Object.values(value).some((inner) => visit(inner, depth + 1));
  };
  return visit(data, 0);
}
