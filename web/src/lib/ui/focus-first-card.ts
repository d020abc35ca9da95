/** From a field above the cards to the cards; the focus stays where there is none. */
export function focusFirstCard(): void {
  document.querySelector<HTMLElement>('[data-card] a')?.focus({ focusVisible: true } as FocusOptions);
}
