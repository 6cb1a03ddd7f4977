import * as z from 'zod/mini';

/** A check of a value from outside that says what it is. */
export type Schema<Data> = z.ZodMiniType<Data>;

/** For every known key of `Data` its check; those of optional keys made with `z.optional`. */
export type Shape<Data> = {
  readonly [Key in keyof Data as string extends Key ? never : number extends Key ? never : Key]-?: undefined extends Data[Key]
    ? z.ZodMiniOptional<z.ZodMiniType<Exclude<Data[Key], undefined>>>
    : z.ZodMiniType<Data[Key]>;
};

/**
 * Makes the check of an object: every key that `Data` knows, and no other, has one. Keys that `Data`
 * does not know pass, since later versions add some.
 */
export function objectSchema<Data extends object>(shape: Shape<Data>): Schema<Data> {
  // First cast: `Shape` has checked the keys one by one, which zod's own shape cannot say. Second cast: zod reads an optional
  // key as "absent or undefined", `Data` as "absent"; JSON cannot hold the difference.
  return z.looseObject(shape as Readonly<Record<string, z.ZodMiniType>>) as unknown as Schema<Data>;
}
