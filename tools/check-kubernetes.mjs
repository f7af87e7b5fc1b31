// node tools/check-kubernetes.mjs DIRECTORY: renders a kustomization and checks what a schema cannot know.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build.mjs';

const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'];

const objects = render(process.argv[2]);
const problems = objects.flatMap((object) =>
  check(object).map((problem) => `${object.kind} ${object.metadata.name}: ${problem}`),
);
process.stdout.write(problems.map((problem) => `${problem}\n`).join(''));
process.exitCode = problems.length === 0 ? 0 : 1;

/** `label --local` asks no cluster; it is here to print what was rendered as JSON. */
function render(directory) {
  const yaml = kubectl(['kustomize', directory]);
  const documents = kubectl(['label', '--local', '-f', '-', '-o', 'json', 'checked=yes'], yaml);
  return JSON.parse(`[${documents.trim().replaceAll(/^\}\n\{$/gm, '},\n{')}]`);
}

function kubectl(args, input) {
  const result = spawnSync('kubectl', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20, input });
  if (result.status === 0) return result.stdout;
  process.stderr.write(result.stderr || `kubectl: ${result.error?.message ?? result.signal}\n`);
  process.exit(1);
}

function check(object) {
  switch (object.kind) {
    case 'Deployment':
      return [...checkPod(object.spec.template), ...checkService(object)];
    case 'Job':
      return checkPod(object.spec.template);
    case 'Service':
      return checkPorts(object);
    case 'Ingress':
      return checkIngress(object);
    case 'ConfigMap':
      return checkKeys(object);
    default:
      return [];
  }
}

function checkPod({ metadata, spec }) {
  const { securityContext = {} } = spec;
  return [
    ...wrong(securityContext.runAsNonRoot === true, 'runs as root'),
    ...wrong(
      securityContext.runAsUser > 0,
      'names no user; Kubernetes cannot check one that has a name only',
    ),
    ...wrong(securityContext.seccompProfile?.type === 'RuntimeDefault', 'has no seccomp profile'),
    ...wrong(spec.automountServiceAccountToken === false, 'has the token of its ServiceAccount'),
    ...wrong(has('ServiceAccount', spec.serviceAccountName), `no ServiceAccount ${spec.serviceAccountName}`),
    ...wrong(spec.enableServiceLinks === false, 'gets variables such as NAME_PORT from other Services'),
    ...wrong(
      isCoveredBy('NetworkPolicy', ({ podSelector }) => podSelector, metadata),
      'no NetworkPolicy of its own',
    ),
    ...spec.containers.flatMap((container) => checkContainer(container)),
  ];
}

function checkContainer({ name, resources = {}, securityContext = {}, envFrom = [] }) {
  const { requests = {}, limits = {} } = resources;
  return [
    ...wrong(requests.cpu && requests.memory && limits.memory, 'requests or memory limit missing'),
    ...wrong(securityContext.readOnlyRootFilesystem === true, 'can write its root file system'),
    ...wrong(securityContext.allowPrivilegeEscalation === false, 'can gain privileges'),
    ...wrong(securityContext.capabilities?.drop?.includes('ALL'), 'keeps capabilities'),
    ...envFrom.flatMap(({ configMapRef }) =>
      wrong(has('ConfigMap', configMapRef?.name), `no ConfigMap ${configMapRef?.name}`),
    ),
  ].map((problem) => `container ${name}: ${problem}`);
}

/** What only something that goes on running needs. */
function checkService({ spec: { template, strategy = {} } }) {
  const { metadata, spec } = template;
  const single = strategy.type === 'Recreate';
  return [
    ...spec.containers.flatMap((container) => checkProbes(container)),
    ...wrong(spec.terminationGracePeriodSeconds, 'no grace period'),
    ...wrong(single || spec.topologySpreadConstraints?.length > 0, 'its pods may all be on one node'),
    ...wrong(
      single || isCoveredBy('PodDisruptionBudget', ({ selector }) => selector, metadata),
      'no PodDisruptionBudget',
    ),
  ];
}

function checkProbes({ name, ports = [], ...container }) {
  return PROBES.flatMap((probe) => {
    const { httpGet, tcpSocket } = container[probe] ?? {};
    const port = (httpGet ?? tcpSocket)?.port;
    return wrong(
      ports.some((known) => known.name === port),
      `container ${name}: ${probe} missing or without a named port`,
    );
  });
}

function checkPorts({ spec: { selector, ports } }) {
  const pod = all('Deployment').find(({ spec }) => matches(selector, spec.template.metadata.labels));
  if (pod === undefined) return ['selects no Deployment'];
  const names = pod.spec.template.spec.containers
    .flatMap((container) => container.ports ?? [])
    .map(({ name }) => name);
  return ports.flatMap(({ targetPort }) =>
    wrong(names.includes(targetPort), `no port ${targetPort} in the pods`),
  );
}

function checkIngress({ spec: { rules } }) {
  return rules.flatMap(({ host, http }) => [
    ...wrong(host, 'answers for every host'),
    ...http.paths.flatMap(({ path, backend: { service } }) => [
      ...wrong(path.startsWith('/callbacks/'), `opens ${path} to the internet`),
      ...wrong(
        all('Service').some(
          ({ metadata, spec }) =>
            metadata.name === service.name && spec.ports.some(({ name }) => name === service.port.name),
        ),
        `no Service ${service.name} with port ${service.port.name}`,
      ),
    ]),
  ]);
}

/** A key with a typing error would be ignored by the service. `SERVICE` is the image's own. */
function checkKeys({ data }) {
  const known = readFileSync(join(root, '.env.example'), 'utf8').matchAll(/^(\w+)=/gm);
  const keys = new Set(['SERVICE', ...[...known].map(([, key]) => key)]);
  return Object.keys(data).flatMap((key) => wrong(keys.has(key), `${key} is not in .env.example`));
}

function isCoveredBy(kind, selectorOf, { labels }) {
  return all(kind).some(({ spec }) => {
    const { matchLabels } = selectorOf(spec);
    return matchLabels !== undefined && matches(matchLabels, labels);
  });
}

function matches(selector, labels) {
  return Object.entries(selector).every(([label, value]) => labels[label] === value);
}

function all(kind) {
  return objects.filter((object) => object.kind === kind);
}

function has(kind, name) {
  return all(kind).some(({ metadata }) => metadata.name === name);
}

function wrong(isRight, problem) {
  return isRight ? [] : [problem];
}
