/** The board's shape while its first snapshot is on its way. */
export function BoardSkeleton() {
  return (
    <div role="status" aria-label="Loading the board" className="flex flex-1 gap-2 overflow-hidden px-3">
      {[3, 1, 2, 1].map((cards, column) => (
        <div key={column} className="w-75 shrink-0 animate-shimmer space-y-2 p-1.5">
          <div className="mb-3 h-4 w-24 rounded bg-active" />
          {Array.from({ length: cards }, (_, card) => (
            <div key={card} className="h-[74px] rounded-card border border-line bg-surface" />
          ))}
        </div>
      ))}
    </div>
  );
}
