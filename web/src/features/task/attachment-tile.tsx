'use client';

import type { AttachmentView } from '@podium/board';
import { File as FileSign, X } from 'lucide-react';
import { IconButton } from '@/components/icon-button.tsx';
import { attachmentAddress } from '@/lib/api/task-requests.ts';
import { sizeText } from '@/lib/ui/amounts.ts';

interface AttachmentTileProps {
  projectId: string;
  file: AttachmentView;
  onRemove: (() => void) | undefined;
}

/** One file, with a picture of it where it is one. */
export function AttachmentTile({ projectId, file, onRemove }: AttachmentTileProps) {
  const address = attachmentAddress(projectId, file.id);
  const isPicture = /^image\/(png|jpeg|gif|webp|avif)$/.test(file.content_type);
  return (
    <li className="group relative w-32 overflow-hidden rounded-card border border-line bg-canvas">
      <a href={address} target="_blank" rel="noreferrer" title={`${file.name}, ${sizeText(file.size_bytes)}`}>
        <span className="flex h-20 items-center justify-center overflow-hidden bg-hover text-faint">
          {isPicture ? (
            <img src={address} alt="" loading="lazy" className="size-full object-cover" />
          ) : (
            <FileSign aria-hidden="true" className="size-6" strokeWidth={1.5} />
          )}
        </span>
        <span className="block truncate px-2 pt-1 text-meta">{file.name}</span>
        <span className="block px-2 pb-1 text-[11px] text-faint">{sizeText(file.size_bytes)}</span>
      </a>
      {onRemove && (
        <IconButton
          label={`Remove ${file.name}`}
          onClick={onRemove}
          className="absolute top-1 right-1 size-6 bg-surface opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
        >
          <X />
        </IconButton>
      )}
    </li>
  );
}
