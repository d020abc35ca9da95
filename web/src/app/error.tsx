'use client';

import { Button } from '@/components/button.tsx';
import { Notice } from '@/components/notice.tsx';

export default function ErrorPage({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <div role="alert">
      <Notice
        heading="h1"
        title="This page broke"
        detail={error.message || 'Something unexpected happened. Your work is safe on the server.'}
      >
        <Button onClick={reset}>Try again</Button>
      </Notice>
    </div>
  );
}
