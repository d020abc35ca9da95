import Link from 'next/link';
import { Notice } from '@/components/notice.tsx';

export default function NotFound() {
  return (
    <Notice heading="h1" title="There is nothing here" detail="The address is wrong, or what it named was deleted.">
      <Link href="/" className="font-medium text-accent hover:underline">
        To your projects
      </Link>
    </Notice>
  );
}
