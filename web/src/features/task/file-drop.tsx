'use client';

import { useEffect, useState, type DragEvent, type ReactNode } from 'react';
import { cx } from '@/lib/ui/class-names.ts';

interface FileDropProps {
  /** Absent where nothing can be added. */
  onFiles?: ((files: readonly File[]) => void) | undefined;
  className: string;
  children: ReactNode;
}

/** Takes files that are dropped or pasted anywhere in it. */
export function FileDrop({ onFiles, className, children }: FileDropProps) {
  const [over, setOver] = useState(false);
  useEffect(guardPage, []);
  const takes = (event: DragEvent): boolean => onFiles !== undefined && event.dataTransfer.types.includes('Files');
  return (
    <div
      onDragOver={(event) => {
        if (!takes(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        const into = event.relatedTarget;
        if (!(into instanceof Node && event.currentTarget.contains(into))) setOver(false);
      }}
      onDrop={(event) => {
        setOver(false);
        if (!takes(event)) return;
        event.preventDefault();
        onFiles?.([...event.dataTransfer.files]);
      }}
      onPaste={(event) => {
        const files = [...event.clipboardData.files];
        if (!onFiles || files.length === 0) return;
        event.preventDefault();
        onFiles(files);
      }}
      className={cx(className, over && 'bg-accent-soft outline-2 -outline-offset-4 outline-accent outline-dashed')}
    >
      {children}
    </div>
  );
}

/** A file that is dropped beside it would take the browser away from the page. @returns ends the guard */
function guardPage(): () => void {
  const refuse = (event: globalThis.DragEvent): void => {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'none';
  };
  window.addEventListener('dragover', refuse);
  window.addEventListener('drop', refuse);
  return () => {
    window.removeEventListener('dragover', refuse);
    window.removeEventListener('drop', refuse);
  };
}
