'use client';

import { createContext } from 'react';
import type { Theme } from '@/components/theme-toggle.tsx';

/** The theme that this page was rendered with. */
export const ThemeContext = createContext<Theme>('system');
