'use client';

import { Suspense } from 'react';
import { lazily } from '@/lib/ui/lazily.ts';
import type { MarkdownProps } from './markdown-text.tsx';

const MarkdownText = lazily(async () => (await import('./markdown-text.tsx')).MarkdownText);

/** Markdown, as plain text until the renderer is there. */
export function Markdown({ text, ...more }: MarkdownProps) {
  return (
    <Suspense
      fallback={
        <p dir="auto" className="break-words whitespace-pre-wrap">
          {text}
        </p>
      }
    >
      <MarkdownText text={text} {...more} />
    </Suspense>
  );
}
