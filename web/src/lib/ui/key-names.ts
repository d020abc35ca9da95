type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/**
 * How shortcuts call a pressed key: letters in lower case; `Mod+` for ⌘ and Ctrl alike; `Shift+` only before keys that
 * have a name, because elsewhere it is part of the sign (`?`). Null for keys that are no shortcut.
 */
export function keyName({ key, shiftKey, ctrlKey, metaKey, altKey }: Key): string | null {
  if (altKey || ['Shift', 'Control', 'Meta', 'Alt'].includes(key)) return null;
  const isNamed = key.length > 1;
  const name = isNamed ? key : key.toLowerCase();
  const withShift = shiftKey && (isNamed || ctrlKey || metaKey) ? `Shift+${name}` : name;
  return ctrlKey || metaKey ? `Mod+${withShift}` : withShift;
}

/** Whether a key begins a sequence. */
export function beginsSequence(name: string): boolean {
  return name === 'g';
}
