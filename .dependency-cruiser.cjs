const FRAMEWORKS = '^node_modules/(@nestjs|typeorm|bullmq|kafkajs|ioredis|fastify|pg)(/|$)';

/** Who may import whom. Run by `npm run check`. */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'An import of types alone closes no cycle: nothing of it is left at run time.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'apps-are-apart',
      comment: 'Services share libs and events and nothing else.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-know-no-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'nobody-imports-tools',
      severity: 'error',
      from: { path: '^(apps|libs)/' },
      to: { path: '^(tools|test)/' },
    },
    {
      name: 'libs-through-their-index',
      comment: "A library's index is what it promises.",
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^$1/$2/'] },
    },
    {
      name: 'planners-know-no-framework',
      comment: 'A plan is a pure function, and so is everything it is made of.',
      severity: 'error',
      from: { path: '\\.plan\\.ts$' },
      to: { path: FRAMEWORKS },
    },
    {
      name: 'wechat-knows-no-events',
      severity: 'error',
      from: { path: '^libs/wechat/' },
      to: { path: '^libs/contracts/' },
    },
    {
      name: 'contracts-know-no-wechat',
      severity: 'error',
      from: { path: '^libs/contracts/' },
      to: { path: '^libs/wechat/' },
    },
    {
      name: 'testing-stays-out-of-services',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['^libs/testing/', 'spec\\.ts$', '/(testing|test-support)/'] },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'declared-packages-only',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['^libs/testing/', 'spec\\.ts$', '/(testing|test-support)/'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
