const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** 1536 -> 1.5 KiB. */
export function bytes(count: number): string {
  const power = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(count) / 10));
  const value = count / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power]}`;
}

/** 75 -> 1 min 15 s. */
export function seconds(count: number): string {
  if (count < 10) return `${count.toFixed(1)} s`;
  if (count < 60) return `${Math.round(count)} s`;
  const minutes = Math.floor(count / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(count % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `2026-01-31 12:00:00.123`, UTC. */
export function time(rfc3339: string | Date): string {
  const date = new Date(rfc3339);
  return Number.isNaN(date.getTime()) ? String(rfc3339) : date.toISOString().replace('T', ' ').replace('Z', '');
}

/** Cuts a line that would not fit, where there is a width. */
export function clipped(text: string, width: number | undefined): string {
  return width === undefined || text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** Ids of people and services may hold anything; a terminal must not obey what stands in data. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}
