/** One server-sent event. */
export interface SentEvent {
  /** NaN where it has none. */
  readonly id: number;
  /** `message` where it has none. */
  readonly name: string;
  readonly data: Record<string, unknown>;
}

/** Reads server-sent events until there are `enough`, or the stream ends. */
export async function readEvents(
  url: string,
  { enough = Number.POSITIVE_INFINITY, headers = {} }: { enough?: number; headers?: Record<string, string> } = {},
): Promise<SentEvent[]> {
  const abort = new AbortController();
  const response = await fetch(url, { headers, signal: abort.signal });
  if (response.status !== 200 || !response.body) throw new Error(`${response.status} ${await response.text()}`);
  const events: SentEvent[] = [];
  let text = '';
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    events.push(...blocks.filter((block) => !block.startsWith(':')).map(eventOf));
    if (events.length >= enough) break;
  }
  abort.abort();
  return events;
}

function eventOf(block: string): SentEvent {
  const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]));
  const data = JSON.parse(fields.get('data') ?? '') as Record<string, unknown>;
  return { id: Number(fields.get('id') ?? NaN), name: fields.get('event') ?? 'message', data };
}
