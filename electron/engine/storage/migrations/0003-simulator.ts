import type { MigrationStep } from './index.ts';

export const simulatorStep: MigrationStep = { version: 3, name: '0003-simulator', sql: '' };
