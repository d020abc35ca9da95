/**
 * The rule `podium/boundaries`: which part of the repository may import which other part.
 *
 * It judges by paths, package names and tags alone and resolves nothing. Boundary linters that go through a module
 * resolver or a project graph skip, without a word, each import that they cannot resolve; here what is not known is an
 * error.
 */
import { posix, relative, sep } from 'node:path';
import { readWorkspaces, repositoryRoot } from './workspaces.mjs';

/** Which types of workspace a type may import. Tests (see `isTest`) may import any. */
const mayImport = {
  proto: [],
  lib: ['proto', 'lib'],
  service: ['proto', 'lib'],
  app: ['proto', 'lib', 'service'],
  web: ['proto', 'lib'],
  test: ['proto', 'lib', 'service', 'app'],
};

/** Workspaces that only these others may import, whatever the types allow. */
const reservedFor = {
  '@podium/testing': [],
  '@podium/stack-driver': ['@podium/e2e', '@podium/bench'],
  '@podium/embedded-servers': ['@podium/local', '@podium/testing', '@podium/bench', '@podium/e2e'],
};

/** Where a library offers helpers for its users' tests. */
const testHelpers = './testing';

/** Of the libraries, the browser gets only these. */
const librariesForWeb = ['@podium/board'];

/** What the pure part of a service may import beside its siblings. */
const allowedInDomain = ['@podium/proto', '@podium/event-sourcing'];

/** Layers of the web, from the top; each may import those below it. Features, moreover, not one another. */
const webLayers = ['app', 'features', 'shared'];

const messages = {
  unknownWorkspace: "There is no workspace named '{{target}}'.",
  undeclared: "'{{target}}' is not among the dependencies in {{directory}}/package.json.",
  notAllowed: "A workspace of type '{{fromType}}' must not import '{{target}}', which is of type '{{toType}}'.",
  testsOnly: "'{{target}}' is for tests only.",
  reserved: "'{{target}}' may be imported only by {{allowed}}.",
  insideOfPackage: "Import what the package '{{target}}' exports, not its inside.",
  leavesPackage: "'{{target}}' is outside of this package; import another workspace by its name.",
  domain: "Files in domain/ import only their siblings and {{allowed}}, not '{{target}}'.",
  webLayer: "The web's layer '{{from}}' must not import the layer '{{to}}' above it.",
  webFeature:
    "The feature '{{from}}' must not import the feature '{{to}}': lift what both need into lib/ or components/.",
};

/** Tests, and what only tests use: spec files, `test/` folders, and the workspaces of type test and `testing`. */
function isTest(place) {
  return place.workspace.type === 'test' || place.workspace.name === '@podium/testing' || isTestPath(place.path);
}

function isTestPath(path) {
  return /\.spec\.tsx?$/.test(path) || path.split('/').includes('test');
}

/** @returns the workspace and the path inside of it, or undefined for files of no workspace (scripts, lint itself). */
function placeOf(filename, workspaces) {
  const path = relative(repositoryRoot, filename).split(sep).join('/');
  const workspace = workspaces.find(({ directory }) => path.startsWith(`${directory}/`));
  return workspace && { workspace, path: path.slice(workspace.directory.length + 1) };
}

/** @returns {{messageId: keyof typeof messages, data: Record<string, string>} | undefined} what is wrong, if anything */
function complaintAbout(specifier, place, workspaces) {
  if (/^@\//.test(specifier) && place.workspace.type === 'web') {
    return complaintAboutPath(posix.join('src', specifier.slice(2)), specifier, place);
  }
  if (specifier.startsWith('.')) {
    return complaintAboutPath(posix.join(posix.dirname(place.path), specifier), specifier, place);
  }
  return complaintAboutPackage(specifier, place, workspaces);
}

function complaintAboutPath(path, specifier, place) {
  if (path.startsWith('../')) return { messageId: 'leavesPackage', data: { target: specifier } };
  if (isTest(place)) return undefined;
  if (isTestPath(path)) return { messageId: 'testsOnly', data: { target: specifier } };
  const domain = domainFolderOf(place);
  if (domain && !path.startsWith(domain)) return domainComplaint(specifier);
  return place.workspace.type === 'web' ? webComplaint(place.path, path) : undefined;
}

function complaintAboutPackage(specifier, place, workspaces) {
  const inDomain = domainFolderOf(place) !== undefined && !isTest(place);
  if (inDomain && !allowedInDomain.includes(specifier)) return domainComplaint(specifier);
  if (!specifier.startsWith('@podium/')) return undefined;
  const name = specifier.split('/', 2).join('/');
  const target = workspaces.find((workspace) => workspace.name === name);
  if (!target) return { messageId: 'unknownWorkspace', data: { target: name } };
  const subpath = `.${specifier.slice(name.length)}`;
  if (subpath !== '.' && !target.exports.includes(subpath)) {
    return { messageId: 'insideOfPackage', data: { target: name } };
  }
  if (subpath === testHelpers && !isTest(place)) return { messageId: 'testsOnly', data: { target: specifier } };
  return complaintAboutWorkspace(place, target);
}

function complaintAboutWorkspace(place, target) {
  const from = place.workspace;
  const data = { target: target.name, directory: from.directory, fromType: from.type, toType: target.type };
  const reserved = reservedFor[target.name];
  if (reserved && !reserved.includes(from.name)) {
    if (reserved.length > 0) return { messageId: 'reserved', data: { ...data, allowed: reserved.join(', ') } };
    return isTest(place) ? undefined : { messageId: 'testsOnly', data };
  }
  if (from.type === 'web' && target.type === 'lib' && !librariesForWeb.includes(target.name)) {
    return { messageId: 'notAllowed', data };
  }
  if (isTest(place)) return undefined;
  if (!mayImport[from.type].includes(target.type)) return { messageId: 'notAllowed', data };
  return from.dependencies.includes(target.name) ? undefined : { messageId: 'undeclared', data };
}

function domainFolderOf(place) {
  return /^.*?\bdomain\//.exec(place.path)?.[0];
}

function domainComplaint(target) {
  return { messageId: 'domain', data: { target, allowed: allowedInDomain.join(', ') } };
}

function webComplaint(fromPath, toPath) {
  const from = webPlaceOf(fromPath);
  const to = webPlaceOf(toPath);
  if (!from || !to) return undefined;
  if (webLayers.indexOf(to.layer) < webLayers.indexOf(from.layer)) {
    return { messageId: 'webLayer', data: { from: from.layer, to: to.layer } };
  }
  if (from.feature && to.feature && from.feature !== to.feature) {
    return { messageId: 'webFeature', data: { from: from.feature, to: to.feature } };
  }
  return undefined;
}

function webPlaceOf(path) {
  const [source, folder, feature] = path.split('/');
  if (source !== 'src') return undefined;
  if (folder === 'app') return { layer: 'app' };
  return folder === 'features' ? { layer: 'features', feature } : { layer: 'shared' };
}

/** Whether the packages' declared dependencies on each other run in a circle; the names along it, if so. */
export function findCycle(workspaces) {
  const byName = new Map(workspaces.map((workspace) => [workspace.name, workspace]));
  const finished = new Set();
  const visit = (name, path) => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (finished.has(name)) return undefined;
    for (const next of byName.get(name).dependencies.filter((dependency) => byName.has(dependency))) {
      const cycle = visit(next, [...path, name]);
      if (cycle) return cycle;
    }
    finished.add(name);
    return undefined;
  };
  return workspaces.map(({ name }) => visit(name, [])).find((cycle) => cycle !== undefined);
}

function create(context) {
  const workspaces = readWorkspacesOnce();
  const place = placeOf(context.filename, workspaces);
  if (!place) return {};
  const check = (source) => {
    if (typeof source?.value !== 'string') return;
    const complaint = complaintAbout(source.value, place, workspaces);
    if (complaint) context.report({ node: source, ...complaint });
  };
  return {
    ImportDeclaration: (node) => check(node.source),
    ExportNamedDeclaration: (node) => check(node.source),
    ExportAllDeclaration: (node) => check(node.source),
    ImportExpression: (node) => check(node.source),
    TSImportType: (node) => check(node.source ?? node.argument?.literal),
    TSExternalModuleReference: (node) => check(node.expression),
    "CallExpression[callee.name='require'], CallExpression[callee.property.name='resolve'][callee.object.name='require']":
      (node) => check(node.arguments[0]),
  };
}

let known;
function readWorkspacesOnce() {
  return (known ??= readWorkspaces());
}

export default {
  meta: { name: 'podium' },
  rules: {
    boundaries: {
      meta: {
        type: 'problem',
        docs: { description: 'Imports follow the layers of the repository' },
        schema: [],
        messages,
      },
      create,
    },
  },
};
