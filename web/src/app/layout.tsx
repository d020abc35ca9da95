import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import type { Theme } from '@/components/theme-toggle.tsx';
import './globals.css';
import './forced-colors.css';
import { Providers } from './providers.tsx';
import { Shell } from './shell.tsx';

export const metadata: Metadata = {
  title: { default: 'Podium', template: '%s · Podium' },
  description: 'A Kanban board that runs AI coding agents.',
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  // The keyboard of a phone takes its room from the page: what is written stays in sight above it.
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f6f7' },
    { media: '(prefers-color-scheme: dark)', color: '#0e0f11' },
  ],
};

/** Theme and rail come from cookies, so that the first paint is the right one. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  const theme = themeOf(jar.get('podium_theme')?.value);
  const railCollapsed = jar.get('podium_rail')?.value === 'collapsed';
  const compact = jar.get('podium_density')?.value === 'compact';
  return (
    <html
      lang="en"
      {...(theme === 'system' ? {} : { 'data-theme': theme })}
      {...(compact ? { 'data-density': 'compact' } : {})}
    >
      <body>
        <Providers>
          <Shell theme={theme} railCollapsed={railCollapsed}>
            {children}
          </Shell>
        </Providers>
      </body>
    </html>
  );
}

function themeOf(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system';
}
