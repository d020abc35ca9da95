/** Each rule answers with a sentence for a person, or with undefined where the value is fine. */

export function titleProblem(title: string): string | undefined {
  const { length } = title.trim();
  if (length < 1 || length > 200) return 'A task needs a title of 1 to 200 characters.';
  // Nobody could see or open a card whose title is of spaces without width, or of marks that only turn text around.
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(title) ? undefined : 'A task needs a title that can be seen.';
}

export function descriptionProblem(description: string): string | undefined {
  return description.length <= 10_000 ? undefined : 'A description may have up to 10,000 characters.';
}

export function promptProblem(prompt: string): string | undefined {
  return prompt.length <= 50_000 ? undefined : 'A prompt may have up to 50,000 characters.';
}

/** Fractional index: digits and letters, compared byte by byte. */
export function rankProblem(rank: string): string | undefined {
  return /^[0-9A-Za-z]{1,256}$/.test(rank) ? undefined : 'A rank is a fractional index of digits and letters.';
}
