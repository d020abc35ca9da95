import { expect } from '@playwright/test';
import { test } from './fixtures.ts';

const script = '<svg xmlns="http://www.w3.org/2000/svg"><script>document.title = "run"</script></svg>';

test('odd files are stored or refused, each with its reason', async ({ page, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'Keep the papers' });
  await page.goto(`/projects/${projectId}/tasks/${task.id}`);
  await page.getByRole('tab', { name: 'Details' }).click();
  const { max_file_bytes: most } = (await (await page.request.get('/api/system')).json()) as { max_file_bytes: number };
  // Made in the page: so large a one can't be handed over.
  await page.getByLabel('Files to add').evaluate((input: HTMLInputElement, bytes) => {
    const files = new DataTransfer();
    files.items.add(new File([], 'empty.txt', { type: 'text/plain' }));
    files.items.add(new File([new Uint8Array(bytes + 1)], 'huge.bin'));
    files.items.add(new File(['one'], 'notes.txt', { type: 'text/plain' }));
    files.items.add(new File(['two'], 'notes.txt', { type: 'text/plain' }));
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, most);
  const section = page.getByRole('region', { name: 'Files' });
  await expect(section.getByRole('link', { name: /notes\.txt/ })).toHaveCount(2);
  await expect(section.getByRole('alert').filter({ hasText: '“empty.txt” was not added.' })).toBeVisible();
  await expect(section.getByRole('alert').filter({ hasText: '“huge.bin” was not added.' })).toBeVisible();
  await expect
    .poll(async () => (await api.task(task)).attachments.map(({ name }) => name))
    .toEqual(['notes.txt', 'notes.txt']);
  await section.getByRole('button', { name: 'Remove notes.txt' }).first().press('Enter');
  await expect(section.getByRole('link', { name: /notes\.txt/ })).toHaveCount(1);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(section.getByRole('link', { name: /notes\.txt/ })).toHaveCount(2);
});

test('a file that is a page or a picture with a script never runs in our origin', async ({ page, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'Keep the poison' });
  await page.goto(`/projects/${projectId}/tasks/${task.id}`);
  await page.getByRole('tab', { name: 'Details' }).click();
  await page.getByLabel('Files to add').setInputFiles([
    { name: 'a.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(script) },
    { name: 'b.html', mimeType: 'text/html', buffer: Buffer.from(`<script>document.title = "run"</script>${script}`) },
    { name: 'c.xml', mimeType: 'application/xhtml+xml', buffer: Buffer.from(script) },
    { name: '../../d.js', mimeType: 'text/javascript', buffer: Buffer.from('document.title = "run"') },
  ]);
  const section = page.getByRole('region', { name: 'Files' });
  await expect(section.getByRole('link')).toHaveCount(4);
  // None is shown as a picture.
  await expect(section.locator('img')).toHaveCount(0);
  for (const file of (await api.task(task)).attachments) {
    const address = `/api/projects/${projectId}/attachments/${file.id}`;
    const headers = (await page.request.get(address)).headers();
    expect(headers['content-disposition']).toMatch(/^attachment/);
    expect(headers['content-security-policy']).toContain('sandbox');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-type']).not.toMatch(/html|javascript|xhtml/);
    const ran = await page.evaluate(async (src) => {
      const loaded = document.createElement('script');
      loaded.src = src;
      const ending = new Promise((resolve) => (loaded.onload = loaded.onerror = resolve));
      document.head.append(loaded);
      await ending;
      return document.title === 'run';
    }, address);
    expect(ran).toBe(false);
  }
  const download = page.waitForEvent('download');
  await section.getByRole('link', { name: /b\.html/ }).click();
  expect((await download).suggestedFilename()).toBe('b.html');
});
