'use client';
import { useState } from 'react';

/** A value that is made with the component and stays with it. */
export function useOnce<Value>(make: () => Value): Value {
  const [value] = useState(make);
  return value;
}
