import type { ElementEventPayloadMap } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview';

/** What the pointer carries where a selected card takes others along: a pile with their number. */
export function showPile(
  { nativeSetDragImage, source, location }: ElementEventPayloadMap['onGenerateDragPreview'],
  count: number,
): void {
  const { left, top } = source.element.getBoundingClientRect();
  const { clientX, clientY } = location.current.input;
  setCustomNativeDragPreview({
    nativeSetDragImage,
    // The card stays where the hand took it.
    getOffset: () => ({ x: clientX - left, y: clientY - top }),
    render: ({ container }) => container.append(pileOf(source.element, count)),
  });
}

function pileOf(card: HTMLElement, count: number): HTMLElement {
  const pile = document.createElement('div');
  pile.className = 'relative pr-3 pb-2';
  pile.dataset.dragCount = String(count);
  const { width, height } = card.getBoundingClientRect();
  const below = document.createElement('div');
  below.className = 'absolute rounded-card border border-accent bg-surface';
  Object.assign(below.style, { width: `${width}px`, height: `${height}px`, left: '6px', top: '6px' });
  const top = card.cloneNode(true) as HTMLElement;
  for (const name of ['data-card', 'data-testid']) top.removeAttribute(name);
  top.style.width = `${width}px`;
  const badge = document.createElement('span');
  badge.className =
    'absolute top-0 right-0 min-w-6 rounded-full bg-accent-fill px-1.5 text-center leading-6 font-semibold text-on-accent tabular-nums';
  badge.textContent = String(count);
  pile.append(below, top, badge);
  return pile;
}
