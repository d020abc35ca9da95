/** Whether an address in a text leads to a page of ours, whatever host that has. Browsers take `\` for `/`. */
export function isOwn(address: string): boolean {
  return /^[/#](?![/\\])/.test(address);
}

/** Whether it is the address of an attachment, which is the only thing of ours that a text may load. */
export function isAttachment(address: string): boolean {
  return /^\/api\/projects\/[a-z0-9-]+\/attachments\/[a-z0-9-]+$/.test(address);
}
