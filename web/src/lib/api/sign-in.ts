/** Leaves for the identity provider; the way back leads to where one is now. */
export function goToSignIn(): void {
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
