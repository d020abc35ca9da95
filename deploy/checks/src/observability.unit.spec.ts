import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { at, listAt } from './resources.ts';

const folder = fileURLToPath(new URL('../../kubernetes/components/observability/', import.meta.url));
const read = (path: string): string => readFileSync(`${folder}${path}`, 'utf8');

const rules = listAt(parse(read('podium.rules.yml')), 'groups').flatMap((group) => listAt(group, 'rules'));
const dashboard: unknown = JSON.parse(read('grafana/podium.json'));
const panels = listAt(dashboard, 'panels').filter((panel) => at(panel, 'type') !== 'row');
const queries = panels.flatMap((panel) => listAt(panel, 'targets').map((target) => String(at(target, 'expr'))));

describe('the alerts', () => {
  it('say how bad it is, what happened and what to do', () => {
    expect(rules.length).toBeGreaterThan(5);
    for (const rule of rules) {
      expect(rule).toMatchObject({
        alert: expect.stringMatching(/^Podium\w+$/),
        labels: { severity: expect.stringMatching(/^(critical|warning)$/) },
        annotations: { summary: expect.any(String), description: expect.any(String) },
      });
    }
  });
});

describe('the dashboard', () => {
  it('asks the source that Grafana is given', () => {
    const [source] = listAt(parse(read('grafana/datasources.yml')), 'datasources');
    const uids = panels.flatMap((panel) => [at(panel, 'datasource', 'uid'), ...targetUids(panel)]);
    expect([...new Set(uids)]).toEqual([at(source, 'uid')]);
  });

  it('has a place, a number and a question for each panel', () => {
    const places = listAt(dashboard, 'panels').map((panel) =>
      JSON.stringify([at(panel, 'gridPos', 'x'), at(panel, 'gridPos', 'y')]),
    );
    const ids = listAt(dashboard, 'panels').map((panel) => at(panel, 'id'));
    expect(new Set(places).size).toBe(places.length);
    expect(new Set(ids).size).toBe(ids.length);
    for (const panel of panels) expect(listAt(panel, 'targets').length).toBeGreaterThan(0);
  });

  it('counts what all replicas tell of the same only once', () => {
    const gatewayTold = /podium_(?:sessions|pods|queue_|stream_|consumer_|log_)/;
    for (const query of queries.filter((text) => gatewayTold.test(text) && !text.startsWith('podium_log_memory'))) {
      expect(query).toMatch(/^(?:sum\()?max\b/);
    }
  });
});

const hasPromtool = spawnSync('promtool', ['--version'], { stdio: 'ignore' }).status === 0;
const withPromtool = hasPromtool ? describe : describe.skip;

withPromtool('with promtool, where this machine has it', () => {
  const promtool = (...args: string[]): string =>
    execFileSync('promtool', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });

  it('the configuration and the rules are valid', () => {
    expect(promtool('check', 'config', 'prometheus.yml')).toContain(`${rules.length} rules found`);
  });

  it('the alerts come when they should, and not before', () => {
    expect(promtool('test', 'rules', fileURLToPath(new URL('./podium.rules.test.yml', import.meta.url)))).toContain(
      'SUCCESS',
    );
  });

  it('Prometheus reads the questions of the dashboard', () => {
    const directory = mkdtempSync(join(tmpdir(), 'podium-rules-'));
    const asked = [...new Set(queries)].map((expr, index) => ({ record: `shown:${index}`, expr }));
    try {
      const file = join(directory, 'rules.yml');
      writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules: asked }] }));
      expect(promtool('check', 'rules', file)).toContain(`${asked.length} rules found`);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

function targetUids(panel: unknown): unknown[] {
  return listAt(panel, 'targets').map((target) => at(target, 'datasource', 'uid'));
}
