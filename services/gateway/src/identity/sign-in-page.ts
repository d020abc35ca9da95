import type { ServerResponse } from 'node:http';

const titles = {
  refused: ['You were not signed in', 'Your identity provider did not let you in.'],
  broken: ['Signing in did not work', 'The way back from your identity provider was not the one that led there.'],
  away: ['Signing in is not possible now', 'Your identity provider does not answer. Try again in a moment.'],
  'signed-out': ['You are signed out', 'Close this window, or sign in again.'],
} as const;

/** What a page about signing in is for. */
export type SignInPage = keyof typeof titles;

/** A page for people, without anything of the web application: those who see it may not load that. */
export function answerPage(response: ServerResponse, page: SignInPage, status: number): void {
  const [title, text] = titles[page];
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  });
  response.end(`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title} · Podium</title>
    <style>
      body { font: 15px/1.5 system-ui, sans-serif; display: grid; place-content: center; min-height: 100vh; margin: 0; padding: 1rem; }
      a { color: inherit; }
    </style>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      <p>${text}</p>
      <p><a href="/auth/login">Sign in</a></p>
    </main>
  </body>
</html>
`);
}
