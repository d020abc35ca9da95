/** From a field above the cards to the cards. */
export function focusFirstCard(): void {
  document.querySelector<HTMLElement>('[data-card] a')?.focus({ focusVisible: true } as FocusOptions);
}
