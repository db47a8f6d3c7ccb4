// Four projects: core (pure), server (through HTTP and a real database), web (Vue components on jsdom), browser (real Chromium).
// ESM packages that CommonJS cannot require inside jest are transformed by name (see README, "Tests").
const swc = [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      target: 'es2022',
      keepClassNames: true,
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
]
const transformed = (...packages) => [`node_modules/(?!(${packages.join('|')})/)`]
const base = {
  rootDir: import.meta.dirname,
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'vue'],
  modulePathIgnorePatterns: ['<rootDir>/server/dist', '<rootDir>/web/dist'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': ['$1', '$1.js'],
    '\\.(css|scss)$': '<rootDir>/tests/support/empty.cjs',
    '^@/(.*)$': '<rootDir>/web/$1',
    '^~icons/': '<rootDir>/tests/support/icon.cjs',
  },
  testEnvironmentOptions: { customExportConditions: ['source', 'require', 'node', 'node-addons', 'default'] },
}
const node = {
  ...base,
  testEnvironment: 'node',
  transform: { '\\.(ts|js|mjs)$': swc },
  transformIgnorePatterns: transformed(
    '@nestjs',
    'content-disposition',
    'cookie',
    'file-type',
    'strtok3',
    'token-types',
    'uint8array-extras',
    '@borewit',
    '@tokenizer',
    'jose',
    'bpmn-moddle',
    'moddle',
    'moddle-xml',
    'min-dash',
    'saxen',
    'croner',
    'ulid',
    'temporal-polyfill',
    'temporal-spec',
    'temporal-utils',
    're2js',
  ),
}
// One private MariaDB per run, for the projects that need a database.
const data = {
  ...node,
  globalSetup: '<rootDir>/tests/support/databases.ts',
  globalTeardown: '<rootDir>/tests/support/databases-stop.ts',
}
const project = (displayName, folder, settings) => ({
  ...settings,
  displayName,
  testMatch: [`<rootDir>/tests/${folder}/**/*.test.ts`],
})

export default {
  maxWorkers: 2,
  // for a busy machine; no test measures time
  testTimeout: 30_000,
  projects: [
    { ...node, displayName: 'house', testMatch: ['<rootDir>/tests/*.test.ts'] },
    project('core', 'core', node),
    project('server', 'server', data),
    project('scenarios', 'scenarios', data),
    project('faults', 'faults', data),
    project('browser', 'browser', node),
    {
      ...base,
      displayName: 'web',
      testEnvironment: 'jsdom',
      testMatch: ['<rootDir>/tests/web/**/*.test.ts'],
      transform: { '\\.vue$': '<rootDir>/tests/support/vue-transform.cjs', '\\.(ts|js|mjs)$': swc },
      transformIgnorePatterns: transformed(
        'element-plus',
        '@element-plus',
        'lodash-es',
        '@vueuse',
        'es-toolkit',
        'temporal-polyfill',
        'temporal-utils',
        're2js',
        'bpmn-moddle',
        'moddle',
        'moddle-xml',
        'min-dash',
        'saxen',
      ),
    },
  ],
}
