'use client';
import { useEffect, useRef, useState, type ReactElement } from 'react';

/** Pictures that browsers draw without running anything, by how their bytes begin. */
const PICTURES: readonly (readonly [type: string, begin: readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/webp', [0x52, 0x49, 0x46, 0x46]],
];

/** What picture some bytes are; undefined for anything else. What a recording says about them is not asked. */
export function pictureType(bytes: Uint8Array): string | undefined {
  return PICTURES.find(([, begin]) => begin.every((byte, index) => bytes[index] === byte))?.[0];
}

/** A recorded picture. Its bytes come from beside the recording; nothing is asked of any other place. */
export function RawImage({ bytes, type, label, failed }: { readonly bytes: Uint8Array; readonly type: string; readonly label: string; readonly failed: string }): ReactElement {
  const image = useRef<HTMLImageElement>(null);
  const [isBroken, setBroken] = useState(false);
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type }));
    if (image.current) image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [bytes, type]);
  if (isBroken) return <span className="ph-bad">{failed}</span>;
  return <img ref={image} className="ph-raw__picture" alt={label} decoding="async" onError={() => setBroken(true)} />;
}
