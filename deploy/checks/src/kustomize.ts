import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { isResource, type Resource } from './resources.ts';

const folder = fileURLToPath(new URL('../../kubernetes/', import.meta.url));

/** Programs that build an overlay, the first one that is there is used. */
const builders = [
  ['kubectl', 'kustomize'],
  ['kustomize', 'build'],
] as const;

type Builder = (typeof builders)[number];

/** The command of this machine that builds overlays, undefined where there is none. */
export function findBuilder(): Builder | undefined {
  return builders.find(([program, command]) => {
    try {
      execFileSync(program, [command, '--help'], { stdio: 'ignore' });
      return true;
    } catch (error) {
      if (error instanceof Error) return false;
      throw error;
    }
  });
}

/** Everything that an overlay makes. @throws Error with the builder's words where it can't be built */
export function buildOverlay([program, command]: Builder, overlay: string): Resource[] {
  const text = execFileSync(program, [command, `${folder}${overlay}`], { encoding: 'utf8', stdio: 'pipe' });
  return parseResources(text);
}

/** The resources of a YAML stream. @throws Error for a document that is no resource */
export function parseResources(text: string): Resource[] {
  return parseAllDocuments(text).map((document) => {
    const [error] = document.errors;
    if (error) throw error;
    const value: unknown = document.toJS();
    if (!isResource(value)) throw new Error(`Not a resource: ${JSON.stringify(value).slice(0, 200)}`);
    return value;
  });
}
