'use client';

import { useQuery } from '@tanstack/react-query';
import { fetchMe } from '@/lib/api/member-requests.ts';

/** Who is at this page, and how they were let in. It does not change while the page is open. */
export function useSignedIn() {
  return useQuery({ queryKey: ['me'], queryFn: fetchMe, staleTime: Infinity });
}
