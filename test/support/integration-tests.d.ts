// scripts/bundle/tests.ts puts every integration test file in the place of this module.
declare module 'integration-tests' {}
