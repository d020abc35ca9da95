import { TurnEnding, type RecordedFact } from '@podium/proto';
import { workspaceSentence } from './story-changes.ts';

/** How much of what people wrote a sentence shows. */
const excerptLength = 80;

/** What was said to agents, in one sentence; undefined for other facts. */
export function conversationSentence(fact: RecordedFact, who: string): string | undefined {
  switch (fact.type) {
    case 'podium.task.v1.TaskExecutionStarted':
      return fact.data.continues && `${who} told the agent to go on: “${excerpt(fact.data.prompt)}”`;
    case 'podium.session.v1.PromptAdded':
      return fact.data.interrupt
        ? `${who} interrupted the agent: “${excerpt(fact.data.text)}”`
        : `${who} wrote to the agent: “${excerpt(fact.data.text)}”`;
    case 'podium.session.v1.PromptEdited':
      return fact.data.text === undefined && fact.data.options === undefined
        ? `${who} moved what they wrote to the agent`
        : `${who} changed what they wrote to the agent`;
    case 'podium.session.v1.PromptRemoved':
      return `${who} took back what they wrote to the agent`;
    case 'podium.session.v1.PromptSent':
      return 'The agent was told what was written to it';
    case 'podium.session.v1.TurnEnded':
      return `${turnEndings[fact.data.ending]}${workspaceSentence(fact.data)}`;
    case 'podium.session.v1.SessionReverted':
      return `${who} put the workspace back to before a message`;
    case 'podium.session.v1.SessionUnreverted':
      return `${who} undid putting the workspace back`;
    case 'podium.session.v1.RuntimeCatalogued':
      return 'What the runtime offers has changed';
    default:
      return undefined;
  }
}

const turnEndings: Record<TurnEnding, string> = {
  [TurnEnding.UNSPECIFIED]: 'The agent’s turn ended',
  [TurnEnding.COMPLETED]: 'The agent answered',
  [TurnEnding.INTERRUPTED]: 'The agent was interrupted',
  [TurnEnding.FAILED]: 'The agent could not answer',
  [TurnEnding.STOPPED]: 'The agent’s turn was stopped',
};

/** What someone wants who sends such a request. */
export const conversationWishes: Readonly<Record<string, string>> = {
  PromptAddRequested: 'tell the agent something',
  PromptEditRequested: 'change what the agent is to be told',
  PromptRemoveRequested: 'take back what the agent is to be told',
  SessionRevertRequested: 'put the workspace back',
  SessionUnrevertRequested: 'undo putting the workspace back',
};

function excerpt(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > excerptLength ? `${line.slice(0, excerptLength - 1)}…` : line;
}
