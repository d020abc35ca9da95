import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * What glides or fades in has the contrast of its end only once it is there. What goes round and round is not waited for,
 * and what is taken away meanwhile need not end.
 */
export async function untilStill(page: Page): Promise<void> {
  await page.evaluate(() => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime)));
    return Promise.allSettled(ending.map(({ finished }) => finished)).then(() => undefined);
  });
}

/** No violation of WCAG 2.2 AA or of good practice, in both themes. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await untilStill(page);
    const { violations } = await new AxeBuilder({ page }).disableRules(['region']).analyze();
    const found = violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 160))]);
    expect(found, colorScheme).toEqual([]);
  }
}
