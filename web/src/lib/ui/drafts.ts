/** Text that was typed and not sent yet survives a reload, in this tab only. */
export const drafts = {
  read(key: string): string {
    return sessionStorage.getItem(`podium.draft.${key}`) ?? '';
  },
  write(key: string, text: string): void {
    if (text) sessionStorage.setItem(`podium.draft.${key}`, text);
    else sessionStorage.removeItem(`podium.draft.${key}`);
  },
};
