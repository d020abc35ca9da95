import { Paperclip, X } from 'lucide-react';
import { sizeText } from '@/lib/ui/amounts.ts';
import type { ComposerDraft } from './composer-draft.ts';

interface AttachedFilesProps {
  files: ComposerDraft['files'];
  uploading: number;
  onRemove: (id: string) => void;
}

/** The files that go with a message. */
export function AttachedFiles({ files, uploading, onRemove }: AttachedFilesProps) {
  if (files.length === 0 && uploading === 0) return null;
  return (
    <ul aria-label="Files of this message" className="mt-1.5 flex flex-wrap gap-1.5">
      {files.map((file) => (
        <li
          key={file.id}
          title={sizeText(file.size_bytes)}
          className="inline-flex h-6 max-w-48 items-center gap-1.5 rounded-full border border-line-strong pr-1 pl-2 text-meta"
        >
          <Paperclip aria-hidden="true" className="size-3 shrink-0" />
          <span className="truncate">{file.name}</span>
          <button
            type="button"
            aria-label={`Remove ${file.name}`}
            onClick={() => onRemove(file.id)}
            className="rounded-full p-0.5 text-faint hover:bg-hover hover:text-text"
          >
            <X aria-hidden="true" className="size-3" />
          </button>
        </li>
      ))}
      {uploading > 0 && (
        <li role="status" className="text-meta leading-6 text-faint">
          Uploading {uploading}…
        </li>
      )}
    </ul>
  );
}
