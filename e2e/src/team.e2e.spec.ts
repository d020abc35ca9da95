import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import { PodiumStack } from '@podium/stack-driver';
import { freePort } from '@podium/testing';
import { startIdentityProvider } from '@podium/testing/identity-provider';
import { expectAccessible } from './accessibility.ts';

/** Opens a page in a browser of that person's own, who signs in on the way. */
type SignIn = (login: string, path: string) => Promise<Page>;

const client = { clientId: 'podium', clientSecret: 'a-secret-that-only-tests-know' };

const test = base.extend<{ signIn: SignIn }, { team: PodiumStack }>({
  team: [
    async ({ browserName: _ }, use) => {
      const port = await freePort();
      const publicUrl = `http://localhost:${port}`;
      const provider = await startIdentityProvider({ ...client, publicUrl });
      const stack = await PodiumStack.start({
        port,
        env: {
          OIDC_ISSUER: provider.issuer,
          OIDC_CLIENT_ID: client.clientId,
          OIDC_CLIENT_SECRET: client.clientSecret,
          PODIUM_PUBLIC_URL: publicUrl,
          PODIUM_COOKIE_SECRET: 'a secret for cookies with thirty-two characters or more',
        },
      });
      await use(stack);
      await stack.dispose();
      await provider.close();
    },
    { scope: 'worker', timeout: 330_000 },
  ],
  baseURL: async ({ team }, use) => use(team.url),
  signIn: async ({ browser, baseURL }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (login, path) => {
      const context = await browser.newContext({ baseURL: baseURL ?? '' });
      contexts.push(context);
      const page = await context.newPage();
      await page.goto(path);
      await page.locator('input[name="login"]').fill(login);
      await page.locator('input[name="password"]').fill('any');
      await page.locator('[type="submit"]').click();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.waitForURL((url) => url.origin === baseURL && !url.pathname.startsWith('/auth/'));
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

test('two people work on one board: invited, present, answering for each other, and leaving', async ({ signIn }) => {
  const alice = await signIn('alice', '/settings');
  await expect(alice.getByRole('region', { name: 'Account' })).toContainText('Alice Example');
  const created = await alice.request.post('/api/projects', { data: { name: 'Shared' } });
  const { id } = (await created.json()) as { id: string };

  await alice.goto(`/projects/${id}/settings`);
  const members = alice.getByRole('region', { name: 'Members' });
  await members.getByRole('button', { name: 'Make an invitation link' }).click();
  const link = await members.getByRole('textbox', { name: 'Invitation link' }).inputValue();
  await expectAccessible(alice);

  const { pathname, search } = new URL(link);
  const bob = await signIn('bob', pathname + search);
  await expect(bob).toHaveURL(link);
  await expectAccessible(bob);
  await bob.getByRole('button', { name: 'Join the project' }).click();
  await expect(bob).toHaveURL(new RegExp(`/projects/${id}$`));
  await expect(members).toContainText('Bob Example');

  const task = await alice.request.post(`/api/projects/${id}/tasks`, {
    data: { title: 'Needs permission: look outside of the workspace' },
  });
  const { id: taskId } = (await task.json()) as { id: string };
  await alice.goto(`/projects/${id}`);
  await expect(alice.getByTestId('people-here')).toContainText('Bob Example');
  await alice.request.post(`/api/projects/${id}/tasks/${taskId}/execute`, { data: {} });
  await bob.goto(`/projects/${id}/tasks/${taskId}`);
  await bob.getByRole('button', { name: 'Allow once' }).click({ timeout: 90_000 });
  await expect
    .poll(async () => (await (await alice.request.get(`/api/projects/${id}/tasks/${taskId}`)).json()).status, {
      timeout: 60_000,
    })
    .toBe('AI_REVIEW');

  await alice.goto(`/projects/${id}/settings`);
  await members.getByRole('button', { name: 'Remove Bob Example' }).click();
  await expect(bob).toHaveURL((url) => url.pathname === '/');
  await bob.goto(`/projects/${id}`);
  await expect(bob.getByText('Shared')).toHaveCount(0);
});

test('who signs out is out, in all windows', async ({ signIn, baseURL }) => {
  const page = await signIn('carol', '/settings');
  const other = await page.context().newPage();
  await other.goto('/');
  await expect(other.getByRole('link', { name: /^Inbox/ }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(other.getByRole('heading', { name: 'You are signed out' })).toBeVisible();
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await page.waitForURL((url) => url.origin !== baseURL);
  await page.goto('/settings');
  await page.waitForURL((url) => url.origin !== baseURL);
});

test('whose sign-in has ended signs in again and comes back', async ({ signIn }) => {
  const page = await signIn('dora', '/settings');
  await expect(page.getByRole('region', { name: 'Account' })).toBeVisible();
  await page.context().clearCookies({ name: 'podium_session' });
  // Within the page: it is the API that refuses.
  await page
    .getByRole('link', { name: /^Inbox/ })
    .first()
    .click();
  await expect.poll(async () => (await page.context().cookies()).map(({ name }) => name)).toContain('podium_session');
  await expect(page).toHaveURL(/\/inbox$/);
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible();
});
