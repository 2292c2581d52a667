import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['dist/', 'build/', 'prebuilds/', 'coverage/', 'docs/api/']),
  js.configs.recommended,
  {
    files: ['**/*.{ts,cts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      'no-console': 'error',
    },
  },
  {
    // The client runs in a page too: what it needs of Node comes through lib/client/client-platform.ts.
    files: ['lib/{common,client,protocol,signaling,media,browser,page}/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-imports': ['error', { patterns: ['node:*'] }],
      'no-restricted-globals': [
        'error',
        ...['Buffer', 'process', 'global', 'require', '__dirname', '__filename'],
        ...['setImmediate', 'clearImmediate'],
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSQualifiedName[left.name="NodeJS"]', message: 'A type of Node.' },
      ],
    },
  },
  {
    // `npm run check:types` knows better what is defined.
    files: ['**/*.{js,mjs,cjs}'],
    rules: { 'no-undef': 'off' },
  },
  {
    files: ['examples/**/*.ts', 'bench/**/*.ts', 'lib/cli/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/types/consumer/*.cts'],
    rules: { '@typescript-eslint/no-require-imports': ['error', { allowAsImport: true }] },
  },
  prettier,
);
