'use client';
import { useEffect, useState, type ReactElement } from 'react';
import { FileDropHint } from './FileDropHint.tsx';
import { droppedFiles } from './recordings-in.ts';

/** Props of {@link FileDrop}. */
export interface FileDropProps {
  readonly onFiles: (files: readonly File[]) => void;
}

/** While nothing is heard of a drag for so long it is over, in milliseconds: browsers tell of one several times a second, and not always of its end. */
const QUIET_MS = 1000;

/** Takes files that are dropped anywhere on the page, and says so while they are over it. A page would else be left for the file. */
export function FileDrop({ onFiles }: FileDropProps): ReactElement | null {
  const [over, setOver] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leave = (): void => {
      clearTimeout(timer);
      setOver(false);
    };
    const onDrag = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      if (event.defaultPrevented) return leave(); // a part of the page takes it
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
      clearTimeout(timer);
      timer = setTimeout(leave, QUIET_MS);
      setOver(true);
    };
    const onLeave = (event: DragEvent): void => { if (event.relatedTarget === null) leave(); };
    const onDrop = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      leave();
      if (event.defaultPrevented) return;
      event.preventDefault();
      const { dataTransfer } = event;
      if (dataTransfer) void droppedFiles(dataTransfer).catch(() => []).then((files) => { if (files.length > 0) onFiles(files); }); // a folder that is gone holds nothing
    };
    window.addEventListener('dragenter', onDrag);
    window.addEventListener('dragover', onDrag);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('dragenter', onDrag);
      window.removeEventListener('dragover', onDrag);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [onFiles]);
  return over ? <FileDropHint /> : null;
}

function holdsFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}
