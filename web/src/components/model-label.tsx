import { FlaskConical } from 'lucide-react';
import type { ModelView } from '@podium/board';

/** Which model answers; the scripted demo model is always called that. */
export function ModelLabel({ model }: { model: Pick<ModelView, 'label' | 'scripted'> }) {
  if (!model.scripted) return <span className="truncate text-meta text-muted">{model.label}</span>;
  return (
    <span
      title="Answers come from a script, not from a language model. Set a provider’s key to use a real one."
      className="inline-flex shrink-0 items-center gap-1 rounded-full border border-line-strong px-2 text-[11px] leading-[18px] whitespace-nowrap text-muted"
    >
      <FlaskConical aria-hidden="true" className="size-3" />
      Demo model (scripted)
    </span>
  );
}
