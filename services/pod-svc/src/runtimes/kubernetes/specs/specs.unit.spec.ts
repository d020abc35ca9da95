import { describe, expect, it } from '@jest/globals';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import { Pod } from 'kubernetes-models/v1/Pod';
import { Secret } from 'kubernetes-models/v1/Secret';
import { Service } from 'kubernetes-models/v1/Service';
import type { PodSpec } from '../../runtime.ts';
import { defaultResources, type PodDetails, type PodSettings } from '../settings.ts';
import { agentSecret } from './agent-spec.ts';
import { podNetworkPolicy, podSecret, podService, workspaceClaim } from './companions.ts';
import type { SentObject } from './objects.ts';
import { podManifest } from './pod-spec.ts';

const settings: PodSettings = {
  namespace: 'podium',
  servicesNamespace: 'podium',
  image: 'podium/opencode:0.1.0',
  agentImage: 'podium/workspace-agent:0.1.0',
  providerUrls: {},
  imagePullSecrets: [],
  ...defaultResources,
  storageSize: '1Gi',
  egressCidrs: [],
  cloneTimeoutSeconds: 600,
};
const details = {
  projectId: 'p1',
  generation: 3,
  password: 'the password',
  agentTokens: { files: 'the files token', proxy: 'the proxy token' },
  modelAccess: {
    kind: 'providers',
    providerIds: ['anthropic'],
    defaultModel: 'anthropic/m',
    keys: { ANTHROPIC_API_KEY: 'the key' },
  },
  origin: { source: 'clone', repositoryUrl: 'https://example.org/repo.git' },
} as const satisfies PodDetails & Pick<PodSpec, 'origin'>;
const owner = { name: 'workspace-p1', uid: 'claim-uid' };
const labels = {
  'app.kubernetes.io/name': 'podium-project',
  'app.kubernetes.io/instance': 'podium-p1',
  'app.kubernetes.io/component': 'runtime',
  'app.kubernetes.io/part-of': 'podium',
  'app.kubernetes.io/managed-by': 'podium-pod-svc',
  'podium.dev/project-id': 'p1',
};
const ownerReferences = [{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: 'workspace-p1', uid: 'claim-uid' }];

/** By the JSON schemas of the Kubernetes API itself. @throws with what does not fit. */
function validate(object: SentObject): void {
  // Each kind has a class of its own with types of its own; what matters is what arrives.
  const sent = JSON.parse(JSON.stringify(object)) as never;
  switch (object.kind) {
    case 'Pod':
      return new Pod(sent).validate();
    case 'Service':
      return new Service(sent).validate();
    case 'Secret':
      return new Secret(sent).validate();
    case 'PersistentVolumeClaim':
      return new PersistentVolumeClaim(sent).validate();
    case 'NetworkPolicy':
      return new NetworkPolicy(sent).validate();
  }
}

describe('what a project’s pod is made of', () => {
  const pod = podManifest(details, settings, owner);
  const opencode = pod.spec?.containers[0];
  const preparation = pod.spec?.initContainers?.[0];

  it('fits the schemas of Kubernetes', () => {
    const generous = {
      ...settings,
      imagePullSecrets: ['registry'],
      storageClass: 'fast',
      egressCidrs: ['10.1.0.0/16', 'fd00::/8'],
    };
    for (const each of [settings, generous]) {
      validate(podManifest(details, each, owner));
      validate(workspaceClaim('p1', each));
      validate(podSecret(details, each, owner));
      validate(agentSecret(details, each, owner));
      validate(podService('p1', each, owner));
      validate(podNetworkPolicy('p1', each, owner));
    }
    const wrong = {
      ...pod,
      spec: { ...pod.spec, containers: [{ name: 'opencode', ports: [{ containerPort: '3003' }] }] },
    };
    expect(() => validate(wrong as unknown as SentObject)).toThrow(/containerPort/);
  });

  it('has the names, labels and owner by which everything is found again', () => {
    expect(pod.metadata).toEqual({
      name: 'podium-p1',
      namespace: 'podium',
      labels,
      ownerReferences,
      annotations: {
        'podium.dev/generation': '3',
        'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true',
        'kubectl.kubernetes.io/default-container': 'opencode',
      },
    });
    expect(workspaceClaim('p1', settings).metadata).toEqual({ name: 'workspace-p1', namespace: 'podium', labels });
    for (const make of [podService, podNetworkPolicy]) {
      expect(make('p1', settings, owner).metadata).toEqual({
        name: 'podium-p1',
        namespace: 'podium',
        labels,
        ownerReferences,
      });
    }
    const longest = 'a'.repeat(56);
    expect(podService(longest, settings, owner).metadata.name).toHaveLength(63);
    expect(() => podService(`${longest}a`, settings, owner)).toThrow(TypeError);
  });

  it('keeps within the pod security standard "restricted"', () => {
    expect(pod.spec).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        fsGroup: 1000,
        seccompProfile: { type: 'RuntimeDefault' },
      },
    });
    for (const container of [opencode, preparation]) {
      expect(container?.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        privileged: false,
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
      });
    }
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace']) {
      expect(pod.spec).not.toHaveProperty(field);
    }
    expect(pod.spec?.volumes).toEqual([
      { name: 'workspace', persistentVolumeClaim: { claimName: 'workspace-p1' } },
      { name: 'temporary', emptyDir: {} },
      { name: 'agent-secrets', secret: { secretName: 'workspace-agent-p1', defaultMode: 0o440 } },
    ]);
  });

  it('has secrets in its Secret, and nowhere else', () => {
    const secret = podSecret(details, settings, owner);
    expect(secret.data).toEqual({
      OPENCODE_SERVER_PASSWORD: Buffer.from('the password').toString('base64'),
      ANTHROPIC_API_KEY: Buffer.from('the proxy token').toString('base64'),
    });
    expect(JSON.stringify(pod)).not.toMatch(/the password|the key|the (files|proxy) token/);
    const byName = new Map(opencode?.env?.map((variable) => [variable.name, variable]));
    expect(byName.get('ANTHROPIC_API_KEY')).toEqual({
      name: 'ANTHROPIC_API_KEY',
      valueFrom: { secretKeyRef: { name: 'podium-p1', key: 'ANTHROPIC_API_KEY' } },
    });
    expect(byName.get('OPENCODE_SERVER_PASSWORD')?.valueFrom?.secretKeyRef?.name).toBe('podium-p1');
    expect(byName.get('HOME')?.value).toBe('/podium/home');
    expect(byName.get('OPENCODE_CONFIG_CONTENT')?.value).toContain('"/workspace/AGENTS.md"');
    expect(byName.has('PATH')).toBe(false);
  });

  it('starts the server on port 3003 in the workspace of the volume', () => {
    expect(opencode).toMatchObject({
      name: 'opencode',
      image: 'podium/opencode:0.1.0',
      args: ['opencode', 'serve', '--hostname', '0.0.0.0', '--port', '3003'],
      workingDir: '/workspace',
      ports: [{ name: 'opencode', containerPort: 3003, protocol: 'TCP' }],
      resources: { requests: { cpu: '200m', memory: '512Mi' }, limits: { cpu: '1500m', memory: '2Gi' } },
    });
    expect(opencode?.volumeMounts).toEqual([
      { name: 'workspace', mountPath: '/workspace', subPath: 'workspace' },
      { name: 'workspace', mountPath: '/podium/home', subPath: 'home' },
      { name: 'temporary', mountPath: '/podium/tmp', subPath: 'podium' },
      { name: 'temporary', mountPath: '/tmp', subPath: 'tmp' },
    ]);
    expect(pod.spec?.restartPolicy).toBe('Never');
  });

  it('is asked for its health as the design says, with its own password', () => {
    const probe = { timeoutSeconds: 3, successThreshold: 1, exec: { command: ['node', '-e', expect.any(String)] } };
    expect(opencode?.livenessProbe).toEqual({
      ...probe,
      initialDelaySeconds: 15,
      periodSeconds: 10,
      failureThreshold: 3,
    });
    expect(opencode?.readinessProbe).toEqual({
      ...probe,
      initialDelaySeconds: 10,
      periodSeconds: 5,
      failureThreshold: 3,
    });
    expect(opencode?.startupProbe).toEqual({ ...probe, periodSeconds: 1, failureThreshold: 60 });
  });

  it('has an agent beside the server, which alone gets keys of providers', () => {
    const agent = pod.spec?.containers[1];
    expect(agent).toMatchObject({
      name: 'workspace-agent',
      image: 'podium/workspace-agent:0.1.0',
      ports: [{ name: 'files', containerPort: 3001, protocol: 'TCP' }],
      securityContext: opencode?.securityContext,
      resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
    });
    for (const probe of [agent?.startupProbe, agent?.livenessProbe, agent?.readinessProbe]) {
      expect(probe?.httpGet).toEqual({ path: '/health', port: 'files' });
    }
    // Its temporary folder is its own: what the server's container can write to, it does not run.
    expect(agent?.volumeMounts).toEqual([
      { name: 'workspace', mountPath: '/workspace', subPath: 'workspace' },
      { name: 'temporary', mountPath: '/tmp', subPath: 'workspace-agent' },
      { name: 'agent-secrets', mountPath: '/run/podium/secrets', readOnly: true },
    ]);
    const mountsOfOthers = [opencode, preparation].flatMap((container) => container?.volumeMounts ?? []);
    expect(mountsOfOthers.filter(({ name }) => name === 'agent-secrets')).toEqual([]);
    expect(mountsOfOthers.filter(({ subPath }) => subPath === 'workspace-agent')).toEqual([]);
    expect(mountsOfOthers.filter(({ name, subPath }) => name === 'temporary' && subPath === undefined)).toEqual([]);
    const secret = agentSecret(details, settings, owner);
    expect(secret.metadata.name).toBe('workspace-agent-p1');
    expect(Buffer.from(secret.data?.['PROVIDER_KEYS'] ?? '', 'base64').toString()).toBe('{"anthropic":"the key"}');
    expect(Object.keys(secret.data ?? {})).toEqual(['AGENT_TOKEN', 'PROXY_TOKEN', 'PROVIDER_KEYS']);
    const config = opencode?.env?.find(({ name }) => name === 'OPENCODE_CONFIG_CONTENT')?.value ?? '';
    expect(JSON.parse(config)).toMatchObject({
      provider: { anthropic: { options: { baseURL: 'http://127.0.0.1:3002/anthropic' } } },
    });
    expect(pod.spec).not.toHaveProperty('shareProcessNamespace');
  });

  it('prepares the workspace first', () => {
    expect(preparation).toMatchObject({ name: 'prepare-workspace', image: 'podium/opencode:0.1.0' });
    expect(preparation?.env).toEqual(
      expect.arrayContaining([
        { name: 'PODIUM_WORKSPACE_SOURCE', value: 'clone' },
        { name: 'PODIUM_REPOSITORY_URL', value: 'https://example.org/repo.git' },
        { name: 'PODIUM_CLONE_TIMEOUT_SECONDS', value: '600' },
      ]),
    );
    expect(preparation?.volumeMounts?.[0]).toEqual({ name: 'workspace', mountPath: '/volume' });
  });

  it('asks for as much storage, of such a class, as it is told to', () => {
    expect(workspaceClaim('p1', settings).spec).toEqual({
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
    });
    const other = workspaceClaim('p1', { ...settings, storageSize: '20Gi', storageClass: 'fast' });
    expect(other.spec).toMatchObject({ storageClassName: 'fast', resources: { requests: { storage: '20Gi' } } });
  });

  it('is reached by Podium’s services alone, and reaches names, the internet and what it is told', () => {
    const selector = { 'app.kubernetes.io/name': 'podium-project', 'podium.dev/project-id': 'p1' };
    const { spec } = podNetworkPolicy(
      'p1',
      { ...settings, servicesNamespace: 'ops', egressCidrs: ['10.1.0.0/16'] },
      owner,
    );
    expect(spec.podSelector).toEqual({ matchLabels: selector });
    expect(podService('p1', settings, owner).spec).toMatchObject({ selector, publishNotReadyAddresses: true });
    expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
    expect(spec.ingress).toEqual([
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ops' } },
            podSelector: {
              matchExpressions: [
                { key: 'app.kubernetes.io/name', operator: 'In', values: ['gateway', 'pod-svc', 'session-svc'] },
              ],
            },
          },
        ],
        ports: [{ port: 'opencode', protocol: 'TCP' }],
      },
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ops' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'pod-svc' } },
          },
        ],
        ports: [{ port: 'files', protocol: 'TCP' }],
      },
    ]);
    const [names, models, networks] = spec.egress ?? [];
    expect(models?.to?.[0]?.podSelector).toEqual({ matchLabels: { 'app.kubernetes.io/name': 'scripted-model' } });
    expect(names?.ports).toEqual([
      { protocol: 'UDP', port: 53 },
      { protocol: 'TCP', port: 53 },
    ]);
    const blocks = networks?.to?.map((peer) => peer.ipBlock);
    expect(blocks?.[0]?.except).toEqual(
      expect.arrayContaining(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16']),
    );
    expect(blocks?.[2]).toEqual({ cidr: '10.1.0.0/16' });
  });
});
