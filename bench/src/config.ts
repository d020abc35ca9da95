/** The Chromium to measure pages in; `npm run bench` finds it. */
export const chromiumPath: string | undefined = process.env['PODIUM_CHROMIUM'];

/** How long a tab is streamed into; 30 minutes, 1800, is what is promised, and takes as long. */
export const streamingSeconds = Number(process.env['PODIUM_BENCH_STREAMING_SECONDS'] ?? 90);
