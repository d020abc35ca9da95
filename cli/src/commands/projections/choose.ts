import type { ProjectionControl, ProjectionInfo } from '@podium/projections';
import { CliError, exitCodes, usageError } from '../../exit-codes.ts';

/** A projection of a running service. */
export interface ProjectionName {
  readonly service: string;
  readonly name: string;
}

export interface ChooseOptions {
  readonly all?: boolean;
}

/**
 * The projections that a command is for.
 *
 * @param names `<service>/<projection>`, or a service for all that it has.
 * @throws CliError where there is none of that name, or nothing was chosen.
 */
export async function chooseProjections(
  control: ProjectionControl,
  names: readonly string[],
  { all = false }: ChooseOptions,
): Promise<ProjectionName[]> {
  if (all === names.length > 0) throw usageError('Name projections as <service>/<name>, or give --all, but not both.');
  const running = unique(await listProjections(control));
  if (all) return running;
  return names.flatMap((name) => {
    const chosen = running.filter((info) => name === info.service || name === nameOf(info));
    if (chosen.length > 0) return chosen;
    const hint = `There are: ${running.map(nameOf).join(', ')}`;
    throw new CliError(exitCodes.failed, 'projection_not_found', `No running service has a projection ${name}`, {
      hint,
    });
  });
}

/** @throws CliError where no service answers. */
export async function listProjections(control: ProjectionControl): Promise<ProjectionInfo[]> {
  const found = await control.list();
  if (found.length > 0) return found;
  const hint = 'The log can be reached, but none of the services with projections. Is the stack still starting?';
  throw new CliError(exitCodes.unreachable, 'no_services', 'No service answers', { hint });
}

export function nameOf({ service, name }: ProjectionName): string {
  return `${service}/${name}`;
}

/** Replicas of a service have the same ones. */
function unique(infos: readonly ProjectionInfo[]): ProjectionName[] {
  return [...new Map(infos.map(({ service, name }) => [nameOf({ service, name }), { service, name }])).values()];
}
