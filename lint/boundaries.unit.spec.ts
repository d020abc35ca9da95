import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ESLint, type Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { findCycle } from './boundaries.mjs';
import { readWorkspaces, repositoryRoot, type Workspace } from './workspaces.mjs';

const fixturesDirectory = join(repositoryRoot, 'lint/fixtures');

/** Most fixtures stand where no file is, which rules that need the program's types cannot judge. */
const withoutTypes = new ESLint({
  cwd: repositoryRoot,
  overrideConfig: tseslint.configs.disableTypeChecked as Linter.Config,
});
const withTypes = new ESLint({ cwd: repositoryRoot });

interface Fixture {
  name: string;
  code: string;
  filePath: string;
  /** `<rule>` or `<rule> <messageId>`; none for code that must pass. */
  breaks: string[];
}

function readFixture(name: string): Fixture {
  const code = readFileSync(join(fixturesDirectory, name), 'utf8');
  const header = /^\/\/ at: (?<at>\S+)\n\/\/ breaks: (?<breaks>.+)\n/.exec(code)?.groups;
  if (!header?.['at'] || !header['breaks']) throw new Error(`${name} does not begin with "// at:" and "// breaks:"`);
  const { at, breaks } = header;
  return { name, code, filePath: join(repositoryRoot, at), breaks: breaks === 'nothing' ? [] : [breaks] };
}

async function complaints(fixture: Fixture): Promise<string[]> {
  const needsTypes = /no-floating-promises|switch-exhaustiveness/.test(fixture.breaks[0] ?? '');
  const eslint = needsTypes ? withTypes : withoutTypes;
  const results = await eslint.lintText(fixture.code, { filePath: fixture.filePath });
  return results.flatMap(({ messages }) => messages.map((message) => describeMessage(message, fixture)));
}

/** As precise as the fixture asks for: the rule, and its message where the fixture names one. */
function describeMessage(message: Linter.LintMessage, fixture: Fixture): string {
  if (message.ruleId === null) return message.message;
  return fixture.breaks[0]?.includes(' ') ? `${message.ruleId} ${message.messageId}` : message.ruleId;
}

describe('lint rules on known-bad and known-good fixtures', () => {
  it.each(readdirSync(fixturesDirectory).map((name) => [name]))('%s', async (name) => {
    const fixture = readFixture(name);
    expect(await complaints(fixture)).toEqual(fixture.breaks);
  });

  it('refuses a file of more than 350 lines', async () => {
    const filePath = join(repositoryRoot, 'services/task-svc/src/sample.ts');
    const code = 'export {};\n'.repeat(351);
    const [result] = await withoutTypes.lintText(code, { filePath });
    expect(result?.messages.map(({ ruleId }) => ruleId)).toContain('max-lines');
  });

  it('does not let a comment switch a rule off', async () => {
    const filePath = join(repositoryRoot, 'services/task-svc/src/sample.ts');
    const [result] = await withoutTypes.lintText(
      '/* eslint-disable */\nexport const widen = (value: any) => value;\n',
      { filePath },
    );
    expect(result?.messages.map(({ ruleId }) => ruleId)).toContain('@typescript-eslint/no-explicit-any');
  });
});

describe('workspaces', () => {
  const workspace = (name: string, ...dependencies: string[]): Workspace => ({
    name,
    directory: name,
    type: 'lib',
    scope: name,
    exports: ['.'],
    dependencies,
  });

  it('do not depend on each other in a circle', () => {
    expect(findCycle(readWorkspaces())).toBeUndefined();
  });

  it('that depend on each other in a circle are found', () => {
    const circle = [workspace('a', 'b'), workspace('b', 'c', 'other'), workspace('c', 'b')];
    expect(findCycle(circle)).toEqual(['b', 'c', 'b']);
  });
});
