import type { MigrationStep } from './index.ts';

export const directoryStep: MigrationStep = { version: 1, name: '0001-directory', sql: '' };
