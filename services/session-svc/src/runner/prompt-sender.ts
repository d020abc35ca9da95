import { AttachmentStore } from '@podium/jetstream';
import { NATS } from '@podium/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import type { Running } from '../domain/session.ts';
import type { OpenCodeClient } from '../opencode/open-code-client.ts';
import { defaultAgent } from './agents.ts';
import type { OutputWriter } from './output-writer.ts';
import { attachedFiles, mentionedFiles } from './prompt-files.ts';
import { promptText } from './prompts.ts';

/** Sends the prompt of the turn that runs, with all that goes with it. */
@Injectable()
export class PromptSender {
  readonly #attachments: AttachmentStore;

  constructor(@Inject(NATS) nats: NatsConnection) {
    this.#attachments = new AttachmentStore(nats);
  }

  /** Not idempotent: whoever calls has looked whether the runtime has the message. @throws OpenCodeError, LogUnavailableError */
  async send(client: OpenCodeClient, projectId: string, { work, run }: Running, writer: OutputWriter): Promise<void> {
    const text = promptText(work);
    const options = work.turn ? work.turn.prompt.options : work.options;
    const attached = await attachedFiles(this.#attachments, projectId, options?.attachments ?? []);
    for (const { name, reason } of attached.unreadable) {
      writer.say(`unreadable:${run.runtimeMessageId}:${name}`, `The agent could not be given ${name}: ${reason}.`);
    }
    const prompt = {
      sessionId: run.runtimeSessionId,
      messageId: run.runtimeMessageId,
      text,
      agent: options?.agent ?? defaultAgent,
      model: run.model ? { providerID: run.model.providerId, modelID: run.model.modelId } : await client.defaultModel(),
      files: [...attached.files, ...(await mentionedFiles(client, text))],
    };
    const command = await commandOf(client, text);
    if (command) return client.command({ ...prompt, command: command.name, text: command.rest });
    return client.prompt(prompt);
  }
}

/** A prompt that begins with the name of one of the runtime's commands, as `/review main`. */
async function commandOf(
  client: OpenCodeClient,
  text: string,
): Promise<{ readonly name: string; readonly rest: string } | undefined> {
  const [, name, rest = ''] = /^\/([\w./-]+)(?:\s+([\s\S]*))?$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const isKnown = (await client.offers.commands()).some((command) => command.name === name);
  return isKnown ? { name, rest } : undefined;
}
