'use client';
import { useLayoutEffect, useRef, type MouseEvent, type ReactElement, type ReactNode, type SyntheticEvent } from 'react';

/** Props of {@link Dialog}. */
export interface DialogProps {
  /** Id of the element that names it. */
  readonly labelledBy: string;
  readonly className?: string;
  /** The user wants it closed: Escape, or a press beside it. */
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A modal dialog inside the replay's element, open for as long as it is there. The focus stays in it, and goes back to
 * where it was when it goes. Renders a `<dialog>`.
 */
export function Dialog({ labelledBy, className, onClose, children }: DialogProps): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    const focused = document.activeElement;
    if (!element) return;
    if (typeof element.showModal === 'function') element.showModal();
    else element.setAttribute('open', ''); // pages without modal dialogs, such as jsdom
    element.focus({ preventScroll: true }); // its name is read, and no control looks chosen
    return () => {
      if (typeof element.close === 'function') element.close();
      if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    };
  }, []);
  const onCancel = (event: SyntheticEvent): void => {
    event.preventDefault();
    onClose();
  };
  // A browser may close it without asking first.
  const onClosed = (): void => { if (dialog.current && !dialog.current.open) onClose(); };
  const onPress = (event: MouseEvent): void => { if (event.target === dialog.current) onClose(); };
  return (
    <dialog ref={dialog} tabIndex={-1} className={`ph-dialog${className ? ` ${className}` : ''}`} aria-labelledby={labelledBy} onCancel={onCancel} onClose={onClosed} onMouseDown={onPress}>
      {children}
    </dialog>
  );
}
