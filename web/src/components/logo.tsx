export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect width="32" height="32" rx="8" fill="var(--accent-fill)" />
      <rect x="6" y="16" width="6" height="10" rx="1.5" fill="#fff" opacity="0.75" />
      <rect x="13" y="8" width="6" height="18" rx="1.5" fill="#fff" />
      <rect x="20" y="13" width="6" height="13" rx="1.5" fill="#fff" opacity="0.75" />
    </svg>
  );
}
