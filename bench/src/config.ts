/** The Chromium to measure pages in; `npm run bench` finds it. */
export const chromiumPath: string | undefined = process.env['PODIUM_CHROMIUM'];
