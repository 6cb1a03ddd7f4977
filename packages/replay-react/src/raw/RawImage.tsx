'use client';
import { useEffect, useRef, useState, type ReactElement } from 'react';

/** Pictures that browsers draw without running anything, by how their bytes begin. */
const PICTURES: readonly (readonly [type: string, begin: RegExp])[] = [
  ['image/png', /^\u0089PNG\r\n/],
  ['image/jpeg', /^\u00ff\u00d8\u00ff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
];

/** What picture some bytes are; undefined for anything else. What a recording says about them is not asked. */
export function pictureType(bytes: Uint8Array): string | undefined {
  const beginning = String.fromCharCode(...bytes.subarray(0, 16));
  return PICTURES.find(([, begin]) => begin.test(beginning))?.[0];
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
