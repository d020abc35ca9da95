import type { Recorded } from '@podium/proto';
import type { GateView } from './session-view.ts';

/** What a session waits for, as people see it. */
export function gateOf(
  asked: Recorded<'podium.session.v1.PermissionAsked' | 'podium.session.v1.QuestionAsked'>,
): GateView {
  const common = { id: asked.data.gateId, asked_at: asked.time };
  if (asked.type === 'podium.session.v1.QuestionAsked') {
    const questions = asked.data.questions.map(({ header, text, options, multiple, custom }) => ({
      header,
      text,
      options: options.map(({ label, description }) => ({ label, description })),
      multiple,
      custom,
    }));
    return { kind: 'question', ...common, questions };
  }
  const { action, patterns, always, diff } = asked.data;
  return { kind: 'permission', ...common, action, patterns, always, diff: diff ?? null };
}
