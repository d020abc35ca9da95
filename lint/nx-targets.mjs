/**
 * Nx plugin: gives every workspace the targets `lint`, `typecheck` and `test`, so that sixteen package.json files need
 * not repeat the same three scripts. `build` is each package's own script.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const fromRoot = (command) => ({ executor: 'nx:run-commands', options: { command, cwd: '{workspaceRoot}' } });

function targetsOf(directory, root) {
  const jest = 'node --experimental-vm-modules node_modules/jest/bin/jest.js --passWithNoTests';
  const targets = {
    lint: fromRoot(`eslint --max-warnings 0 --no-error-on-unmatched-pattern ${directory}`),
    test: fromRoot(`${jest} ^${join(root, directory)}/`),
  };
  if (!existsSync(join(root, directory, 'tsconfig.json'))) return targets;
  const check = directory === 'web' ? 'tsc --noEmit -p' : 'tsc -b';
  return { ...targets, typecheck: fromRoot(`${check} ${directory}/tsconfig.json`) };
}

/** @type {import('nx/src/project-graph/plugins').CreateNodesV2} */
export const createNodes = [
  '{proto,libs/*,services/*,web,deploy/local,examples/*,e2e,bench}/package.json',
  (manifests, _options, { workspaceRoot }) =>
    manifests.map((manifest) => {
      const directory = dirname(manifest);
      return [
        manifest,
        { projects: { [directory]: { root: directory, targets: targetsOf(directory, workspaceRoot) } } },
      ];
    }),
];
export const createNodesV2 = createNodes;
export const name = 'podium-targets';
