/** Where filters are set: where one goes on once the last of them is gone. */
export function focusFiltersButton(): void {
  document.querySelector<HTMLElement>('[data-filters] button')?.focus();
}
