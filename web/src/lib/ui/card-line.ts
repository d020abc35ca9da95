/** What a card's quiet line has to have room for, beside its priority and its button. */
export interface CardLineContent {
  labels: readonly string[];
  hasDueDate: boolean;
  /** What its counts read: "3", "2/5". */
  counts: readonly string[];
  hasAssignee: boolean;
}

/** What gives way where there is not room for everything. */
export interface CardLine {
  /** Labels get a line of their own. */
  labelsApart: boolean;
  /** How many labels are shown; the others are counted. */
  labelCount: number;
  /** The button is only a sign. */
  isTerse: boolean;
  /** Since when the card is in its column is told, too. */
  hasAge: boolean;
}

/** In pixels, of a card of a column as wide as columns are. */
const [innerPx, priorityPx, wordPx, signPx, avatarPx, agePx, restPx] = [266, 20, 81, 34, 26, 70, 22];
const [letterPx, chipPx, widestChipPx, gapPx] = [6.2, 26, 128, 6];

/** Lays out a card's quiet line, counting on average letters: a line more is better than a sign that is cut off. */
export function layOutCardLine({ labels, hasDueDate, counts, hasAssignee }: CardLineContent): CardLine {
  const chips = labels.map((label) => Math.min(widestChipPx, label.length * letterPx + chipPx) + gapPx);
  const signs = sum(counts.map((text) => text.length * 7 + 14 + gapPx)) + (hasDueDate ? 62 + gapPx : 0);
  const room = innerPx - priorityPx - (hasAssignee ? avatarPx : 0);
  const together = sum(chips) + signs;
  if (labels.length <= 2 && together <= room - signPx) {
    const isTerse = together > room - wordPx;
    return { labelsApart: false, labelCount: labels.length, isTerse, hasAge: together + agePx <= room - wordPx };
  }
  const roomForChips = innerPx - (hasAssignee ? avatarPx : 0) - restPx;
  const fitting = chips.filter((_, index) => sum(chips.slice(0, index + 1)) <= roomForChips).length;
  return {
    labelsApart: labels.length > 0,
    labelCount: Math.max(1, fitting),
    isTerse: signs > innerPx - priorityPx - wordPx,
    hasAge: false,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
