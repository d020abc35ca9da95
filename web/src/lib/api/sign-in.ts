let isSigningOut = false;

/** While one signs out in this window, it goes where that leads and nowhere else: everything is refused by then. */
export async function whileSigningOut<T>(signOut: () => Promise<T>): Promise<T> {
  isSigningOut = true;
  try {
    return await signOut();
  } catch (error) {
    isSigningOut = false;
    throw error;
  }
}

/** Says that one has signed out, in another window. The identity provider might sign one in again without a word. */
export function showSignedOut(): void {
  if (!isSigningOut) window.location.assign('/auth/signed-out');
}

/** Leaves for the identity provider; the way back leads to where one is now. */
export function goToSignIn(): void {
  if (isSigningOut) return;
  const { pathname, search } = window.location;
  window.location.assign(`/auth/login?to=${encodeURIComponent(pathname + search)}`);
}

/** Whether a refusal says that one is not signed in, and that one can sign in here. */
export function wantsSignIn(status: number, body: unknown): boolean {
  return status === 401 && typeof body === 'object' && body !== null && 'sign_in' in body;
}

/**
 * Leaves for the identity provider where one is not signed in any more. True where one still is, false also where
 * nobody answers.
 */
export async function isStillSignedIn(): Promise<boolean> {
  try {
    const response = await fetch('/api/me', { cache: 'no-store', headers: { Accept: 'application/json' } });
    if (wantsSignIn(response.status, response.status === 401 ? await response.json() : null)) goToSignIn();
    return response.ok;
  } catch (error) {
    // The connection is away, or answered with something that is not ours: there will be another look.
    if (error instanceof TypeError || error instanceof SyntaxError) return false;
    throw error;
  }
}
