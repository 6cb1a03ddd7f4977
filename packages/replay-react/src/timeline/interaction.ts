// What a timeline needs for pointer, range and search: loaded once it is shown.
export { createGestures } from './gestures.ts';
export { HitMarks } from './HitMarks.tsx';
export { HoverMark } from './HoverMark.tsx';
export { RangeMarks } from './RangeMarks.tsx';
export { NoteScan } from './NoteScan.tsx';
