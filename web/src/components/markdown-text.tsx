'use client';

import { memo, useMemo, type ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { isAttachment, isOwn } from '@/lib/own-addresses.ts';
import { markMentions } from './mark-mentions.ts';

const plugins = [remarkGfm];

/**
 * Own addresses stay in this tab. Pictures are shown where they are attachments: nothing is loaded from elsewhere, and
 * nobody who reads a text asks for what its writer has in mind.
 */
const components: Components = {
  a: ({ href, children }) => <Link href={href}>{children}</Link>,
  img: ({ src, alt }) =>
    typeof src === 'string' && isAttachment(src) ? (
      <img src={src} alt={alt ?? ''} loading="lazy" className="my-2 max-h-80 rounded-card border border-line" />
    ) : (
      <Link href={typeof src === 'string' ? src : undefined}>{alt || 'picture'}</Link>
    ),
  table: ({ children }) => (
    <div role="region" aria-label="Table" tabIndex={0} className="overflow-x-auto">
      <table>{children}</table>
    </div>
  ),
  // What can be scrolled can be reached with the keyboard.
  pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
  // A box of a task list shows, it can't be ticked.
  input: ({ checked }) => (
    <span role="img" aria-label={checked ? 'done' : 'to do'} className="mr-1">
      {checked ? '☑' : '☐'}
    </span>
  ),
};

export interface MarkdownProps {
  text: string;
  /** Names that are mentioned in it, without `@`. */
  mentions?: readonly string[];
}

const nobody: readonly string[] = [];

/** Markdown as elements; HTML in it is shown as the text that it is. Loaded when there is some to show. */
export const MarkdownText = memo(function MarkdownText({ text, mentions = nobody }: MarkdownProps) {
  const all = useMemo(() => (mentions.length > 0 ? [...plugins, markMentions(mentions)] : plugins), [mentions]);
  return (
    <div dir="auto" className="markdown">
      <ReactMarkdown remarkPlugins={all} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
});

function Link({ href, children }: { href: string | undefined; children: ReactNode }) {
  if (!href) return <span>{children}</span>;
  return isOwn(href) ? (
    <a href={href}>{children}</a>
  ) : (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}
