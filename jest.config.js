// Nest 12 is ESM only, and so is what Fastify reads cookies of injected requests with: their files are compiled to
// CommonJS for jest, everything else in node_modules is left alone.
const swc = (parser, transform) => [
  '@swc/jest',
  {
    swcrc: false,
    sourceMaps: 'inline',
    module: { type: 'commonjs', lazy: true },
    jsc: { target: 'es2023', parser, transform, keepClassNames: true },
  },
];

const onRealParts = {
  globalSetup: '<rootDir>/test/stack.setup.ts',
  globalTeardown: '<rootDir>/test/stack.teardown.ts',
};

const base = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': swc(
      { syntax: 'typescript', decorators: true },
      { legacyDecorator: true, decoratorMetadata: true },
    ),
    '/node_modules/(@nestjs|cookie)/.+\\.js$': swc({ syntax: 'ecmascript' }),
  },
  transformIgnorePatterns: ['/node_modules/(?!(@nestjs|cookie)/)'],
  moduleNameMapper: { '^@tongbu/([^/]+)$': '<rootDir>/libs/$1/src' },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};

module.exports = {
  // One more than the cores of a small machine: tests of whole services wait much of their time.
  maxWorkers: 3,
  // Modules are loaded in the test that first uses them, which takes a busy machine a few seconds.
  testTimeout: 120_000,
  testSequencer: '<rootDir>/test/sequencer.js',
  projects: [
    {
      ...base,
      displayName: 'unit',
      testRegex: '(apps|libs|tools|test/bench|test/faults)/.*(?<!int-|long-)spec\\.ts$',
    },
    {
      ...base,
      ...onRealParts,
      displayName: 'integration',
      testRegex: '(apps|libs|test)/.*\\.int-spec\\.ts$',
    },
    {
      ...base,
      ...onRealParts,
      displayName: 'long',
      testRegex: '(apps|libs|test)/.*\\.long-spec\\.ts$',
    },
  ],
};
