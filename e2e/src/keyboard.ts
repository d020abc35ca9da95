import { expect, type Locator, type Page } from '@playwright/test';

/** What a person does who has no mouse: nothing here clicks, and nothing is given the focus but by keys. */
export class Keyboard {
  constructor(private readonly page: Page) {}

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key);
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  /** Goes on to a control, past others. */
  async tabTo(target: Locator, { backwards = false, most = 60 } = {}): Promise<void> {
    await this.#goOn(target, backwards ? 'Shift+Tab' : 'Tab', most);
  }

  /** The button has to come after what has the focus. */
  async openMenu(button: Locator, name: string): Promise<Locator> {
    await this.tabTo(button);
    await this.press('Enter');
    const menu = this.page.getByRole('menu', { name });
    await expect(menu).toBeVisible();
    return menu;
  }

  /** In the open menu. */
  async choose(item: Locator): Promise<void> {
    await this.#goOn(item, 'ArrowDown', 60);
    await this.press('Enter');
  }

  async #goOn(target: Locator, key: string, most: number): Promise<void> {
    await target.waitFor();
    for (let presses = 0; presses < most; presses += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.press(key);
    }
    await expect(target).toBeFocused();
  }
}
