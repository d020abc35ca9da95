import { describe, it } from '@jest/globals';
import { fact, type NewFact } from '@podium/event-sourcing';
import { given } from '@podium/event-sourcing/testing';
import { WorkspaceSource } from '@podium/proto';
import type { CreateProject } from './project.ts';
import { projectDecider } from './project-decider.ts';

const projectId = 'p1';

function create(changes: Partial<CreateProject> = {}): CreateProject {
  return { kind: 'create', projectId, name: 'Shop', description: '', source: WorkspaceSource.EMPTY, ...changes };
}

const created: NewFact = fact('podium.project.v1.ProjectCreated', {
  projectId,
  name: 'Shop',
  description: '',
  source: WorkspaceSource.EMPTY,
  maxConcurrentSessions: 3,
});
const deleted: NewFact = fact('podium.project.v1.ProjectDeleted', { projectId });

describe('creating a project', () => {
  it('makes it with room for three sessions', () => given(projectDecider, []).when(create()).then(created));

  it('trims the name', () =>
    given(projectDecider, [])
      .when(create({ name: '  Shop ' }))
      .then(created));

  it('refuses an id that exists or existed', () => {
    given(projectDecider, [created]).when(create()).thenRejected('project_exists');
    given(projectDecider, [created, deleted]).when(create()).thenRejected('project_exists');
  });

  it.each(['', '   ', 'x'.repeat(101)])('refuses the name %p', (name) =>
    given(projectDecider, []).when(create({ name })).thenRejected('invalid'),
  );

  it('refuses a description of 10,001 characters', () =>
    given(projectDecider, [])
      .when(create({ description: 'x'.repeat(10_001) }))
      .thenRejected('invalid'));

  it.each(['https://example.org/a.git', 'ssh://git@example.org/a.git', 'git@example.org:a.git'])(
    'clones %p',
    (repositoryUrl) =>
      given(projectDecider, [])
        .when(create({ source: WorkspaceSource.CLONE, repositoryUrl }))
        .then(
          fact('podium.project.v1.ProjectCreated', {
            projectId,
            name: 'Shop',
            description: '',
            source: WorkspaceSource.CLONE,
            repositoryUrl,
            maxConcurrentSessions: 3,
          }),
        ),
  );

  it.each([
    '',
    'file:///etc',
    '/etc',
    'ext::sh -c id',
    'https://--upload-pack=x',
    'http://example.org/a',
    'https://a b',
    'https://ann:secret@example.org/a.git',
    'https://ghp_token@example.org/a.git',
    'ssh://git:secret@example.org/a.git',
  ])('does not clone %p', (repositoryUrl) =>
    given(projectDecider, [])
      .when(create({ source: WorkspaceSource.CLONE, repositoryUrl }))
      .thenRejected('invalid'),
  );
});

describe('editing a project', () => {
  it('says only what changed', () =>
    given(projectDecider, [created])
      .when({ kind: 'edit', projectId, name: 'Store', description: '' })
      .then(fact('podium.project.v1.ProjectEdited', { projectId, name: 'Store' })));

  it('does nothing where all is as asked', () =>
    given(projectDecider, [created]).when({ kind: 'edit', projectId, name: 'Shop ' }).thenNothing());

  it.each([0, 11, 1.5])('refuses %p sessions at once', (maxConcurrentSessions) =>
    given(projectDecider, [created]).when({ kind: 'edit', projectId, maxConcurrentSessions }).thenRejected('invalid'),
  );

  it('refuses a project that is not there', () => {
    given(projectDecider, []).when({ kind: 'edit', projectId, name: 'A' }).thenRejected('project_not_found');
    given(projectDecider, [created, deleted])
      .when({ kind: 'edit', projectId, name: 'A' })
      .thenRejected('project_not_found');
  });
});

describe('deleting a project', () => {
  it('deletes it once', () => {
    given(projectDecider, [created]).when({ kind: 'delete', projectId }).then(deleted);
    given(projectDecider, [created, deleted]).when({ kind: 'delete', projectId }).thenNothing();
  });

  it('refuses one that never was', () =>
    given(projectDecider, []).when({ kind: 'delete', projectId }).thenRejected('project_not_found'));
});
