/** Who, as initials. */
export function Avatar({ actor }: { actor: string }) {
  const name = actorName(actor);
  return (
    <span
      role="img"
      aria-label={`Assigned to ${name}`}
      title={name}
      className="inline-flex size-5 shrink-0 items-center justify-center rounded-full bg-active text-[10px] leading-none font-semibold text-text uppercase"
    >
      {name.slice(0, 2)}
    </span>
  );
}

/** `user:ada` is `ada`. */
export function actorName(actor: string): string {
  return actor.slice(actor.indexOf(':') + 1);
}
