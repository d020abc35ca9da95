/** An answer was longer than whoever asked has room for. */
export class AnswerTooLargeError extends Error {
  override readonly name = 'AnswerTooLargeError';
  readonly code = 'answer_too_large';
}

/**
 * The body of an answer by somebody who may be hostile: no more of it than `maxBytes` is ever in memory.
 *
 * @throws AnswerTooLargeError where it is longer; what `fetch` throws where it breaks off
 */
export async function boundedBody({ body }: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop early cancels the rest.
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > maxBytes) throw new AnswerTooLargeError(`The answer has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
