/** Shown while the web application does not answer; looks again every second. */
export const waitingPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="refresh" content="1" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Podium is starting</title>
    <style>
      body { font: 15px/1.5 system-ui, sans-serif; display: grid; place-content: center; min-height: 100vh; margin: 0; }
      p { opacity: 0.7; }
    </style>
  </head>
  <body>
    <main>
      <h1>Podium is starting</h1>
      <p role="status">The page appears here by itself as soon as it is ready.</p>
    </main>
  </body>
</html>
`;
