/** Any object of the API. */
export interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ApiMetadata;
  readonly [field: string]: unknown;
}

export interface ApiMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string; readonly uid: string }[];
  readonly finalizers?: readonly string[];
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly [field: string]: unknown;
}

/** A resource as URLs name it. */
export interface ResourceType {
  /** Path below which it is served, for example `/api/v1`. */
  readonly root: string;
  readonly plural: string;
  readonly kind: string;
  readonly apiVersion: string;
}

const core = { root: '/api/v1', apiVersion: 'v1' };

/** What the stand-in serves: all of it lives in a namespace. */
export const resourceTypes: readonly ResourceType[] = [
  { ...core, plural: 'pods', kind: 'Pod' },
  { ...core, plural: 'services', kind: 'Service' },
  { ...core, plural: 'secrets', kind: 'Secret' },
  { ...core, plural: 'configmaps', kind: 'ConfigMap' },
  { ...core, plural: 'events', kind: 'Event' },
  { ...core, plural: 'persistentvolumeclaims', kind: 'PersistentVolumeClaim' },
  {
    root: '/apis/networking.k8s.io/v1',
    apiVersion: 'networking.k8s.io/v1',
    plural: 'networkpolicies',
    kind: 'NetworkPolicy',
  },
];

/** @throws TypeError for a resource that the stand-in does not serve. */
export function resourceType(plural: string): ResourceType {
  const type = resourceTypes.find((candidate) => candidate.plural === plural);
  if (!type) throw new TypeError(`The stand-in serves no ${plural}`);
  return type;
}

/** `a=b,c!=d,e` and `in` / `notin` with one list, on labels. */
export function matchesLabels(object: ApiObject, selector: string): boolean {
  const labels = object.metadata.labels ?? {};
  return selector.split(/,(?![^(]*\))/).every((part) => {
    const set = /^\s*(\S+)\s+(in|notin)\s+\(([^)]*)\)\s*$/.exec(part);
    if (set) {
      const [, key = '', operator, list = ''] = set;
      const isIn = list
        .split(',')
        .map((each) => each.trim())
        .includes(labels[key] ?? '');
      return operator === 'in' ? isIn : !isIn;
    }
    const [key = '', value] = part.split(/!=|==|=/).map((each) => each.trim());
    if (value === undefined) return part === '' || key in labels;
    return part.includes('!=') ? labels[key] !== value : labels[key] === value;
  });
}

/** `path=value` and `path!=value` on any field of text, as the API server knows it for a few. */
export function matchesFields(object: ApiObject, selector: string): boolean {
  return selector.split(',').every((part) => {
    const [path = '', value = ''] = part.split(/!=|==|=/);
    const actual = path.split('.').reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), object);
    return part.includes('!=') ? actual !== value : actual === value;
  });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
