import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
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

/** An overlay with a component, as a team's own folder has it. @throws Error as `buildOverlay` */
export function buildWith(builder: Builder, overlay: string, component: string): Resource[] {
  const directory = mkdtempSync(join(tmpdir(), 'podium-overlay-'));
  const pathTo = (name: string): string => relative(realpathSync(directory), join(folder, name));
  const own = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace: 'podium',
    resources: [pathTo(overlay)],
    components: [pathTo(component)],
  };
  try {
    writeFileSync(join(directory, 'kustomization.yaml'), JSON.stringify(own));
    return build(builder, directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Everything that an overlay makes. @throws Error with the builder's words where it can't be built */
export function buildOverlay(builder: Builder, overlay: string): Resource[] {
  return build(builder, join(folder, overlay));
}

function build([program, command]: Builder, path: string): Resource[] {
  return parseResources(execFileSync(program, [command, path], { encoding: 'utf8', stdio: 'pipe' }));
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
