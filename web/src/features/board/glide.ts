/** Where a card is drawn, and in which column. */
interface Place {
  box: DOMRect;
  column: string | undefined;
  element: HTMLElement;
}

/** Of the drawn cards, by the id of their task. */
export type Places = ReadonlyMap<string, Place>;

const durationMs = 170;
const easing = 'cubic-bezier(0.2, 0, 0, 1)';
/** A filter moves everything: nobody could follow that. */
const mostAtOnce = 24;

export function readPlaces(board: HTMLElement | null): Places | null {
  if (!board || window.matchMedia('(prefers-reduced-motion: reduce)').matches) return null;
  const places = new Map<string, Place>();
  for (const element of board.querySelectorAll<HTMLElement>('[data-card]')) {
    const column = element.closest<HTMLElement>('[data-column]')?.dataset.column;
    places.set(element.dataset.card ?? '', { box: element.getBoundingClientRect(), column, element });
  }
  return places;
}

/** Lets cards glide from where they were to where they are. The focus stays where it is. */
export function glide(board: HTMLElement, before: Places, unmovedId: string | null): void {
  const after = readPlaces(board);
  if (!after) return;
  const moved = [...after].flatMap(([id, place]) => {
    const from = before.get(id);
    return from && id !== unmovedId && isElsewhere(from, place) ? [{ from, place }] : [];
  });
  if (moved.length > mostAtOnce) return;
  for (const { from, place } of moved) {
    if (from.column === place.column) slide(from, place);
    else fly(from, place);
  }
  for (const [id, place] of after) {
    if (!before.has(id) && after.size - before.size === 1)
      place.element.animate([{ opacity: 0 }, { opacity: 1 }], { duration: durationMs, easing });
  }
}

function isElsewhere(from: Place, to: Place): boolean {
  return Math.abs(from.box.x - to.box.x) > 1 || Math.abs(from.box.y - to.box.y) > 1;
}

function slide(from: Place, { box, element }: Place): void {
  const by = `translate(${from.box.x - box.x}px, ${from.box.y - box.y}px)`;
  element.animate([{ transform: by }, { transform: 'none' }], { duration: durationMs, easing });
}

/** Columns cut off what leaves them, so a likeness of the card flies over the board. */
function fly(from: Place, { box, element }: Place): void {
  const likeness = element.cloneNode(true) as HTMLElement;
  likeness.removeAttribute('data-card');
  likeness.removeAttribute('data-testid');
  likeness.setAttribute('aria-hidden', 'true');
  likeness.inert = true;
  Object.assign(likeness.style, {
    position: 'fixed',
    left: `${box.x}px`,
    top: `${box.y}px`,
    width: `${box.width}px`,
    zIndex: '30',
    pointerEvents: 'none',
  });
  document.body.append(likeness);
  const by = `translate(${from.box.x - box.x}px, ${from.box.y - box.y}px)`;
  const flight = likeness.animate([{ transform: by }, { transform: 'none' }], { duration: durationMs + 60, easing });
  const wait = element.animate([{ opacity: 0 }, { opacity: 0 }], { duration: durationMs + 60 });
  const land = (): void => {
    likeness.remove();
    wait.cancel();
  };
  flight.addEventListener('finish', land);
  flight.addEventListener('cancel', land);
}
