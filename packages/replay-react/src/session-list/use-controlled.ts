'use client';
import { useState } from 'react';

/** A value that the host holds, else this component. */
export function useControlled<Value>(value: Value | undefined, first: Value, onChange: ((value: Value) => void) | undefined): readonly [Value, (value: Value) => void] {
  const [own, setOwn] = useState(first);
  return [value ?? own, (next) => {
    if (value === undefined) setOwn(next);
    onChange?.(next);
  }];
}
