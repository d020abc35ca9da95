import { imageSize } from 'image-size';
import type { ChatMessage } from './chat.ts';

/** How Podium tells a model what the image that follows is called. */
const nameMark = /^The image that follows is the file "(.*)"\.$/;

/** Whether a part of a prompt only names an image. */
export function isImageName(text: string): boolean {
  return nameMark.test(text);
}

/** What the images of a prompt are, each in a few words as `an image, 640 × 480 PNG, “a.png”`. */
export function imagesIn(message: ChatMessage | undefined): string[] {
  const content = message?.content ?? '';
  if (typeof content === 'string') return [];
  return content.flatMap(({ image_url: image }, index) => {
    if (!image) return [];
    const name = nameMark.exec(content[index - 1]?.text ?? '')?.[1];
    return [`an image, ${formOf(image.url)}${name === undefined ? '' : `, “${name}”`}`];
  });
}

function formOf(url: string): string {
  const bytes = bytesOf(url);
  if (!bytes) return 'which I can’t fetch';
  try {
    const { width, height, type = '' } = imageSize(bytes);
    return `${width} × ${height} ${type.toUpperCase()}`;
  } catch (error) {
    if (error instanceof Error) return `${bytes.length} bytes that I can’t make out`;
    throw error;
  }
}

function bytesOf(url: string): Uint8Array | undefined {
  const base64 = /^data:[^,]*;base64,(.*)$/s.exec(url)?.[1];
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64');
}
