/**
 * The numbered steps from an empty file to today's schema. A step is never changed once released; step and version
 * are written in one transaction. The runner proves at every start that the numbers are 1, 2, 3 … without a gap.
 */
import { directoryStep } from './0001-directory.ts';
import { vaultStep } from './0002-vault.ts';
import { simulatorStep } from './0003-simulator.ts';
import { vaultRotationStep } from './0004-vault-rotation.ts';
import { schemasStep } from './0005-schemas.ts';
import { rowHashesStep } from './0006-row-hashes.ts';
import { answerColumnsStep } from './0007-answer-columns.ts';
import { fewerIndexPagesStep } from './0008-fewer-index-pages.ts';
import { pushRulesStep } from './0009-push-rules.ts';
import type { MigrationStep } from './step.ts';
import { trafficStep } from './traffic-0001.ts';
import { trafficTotalsStep } from './traffic-0002.ts';

export const workspaceSteps: readonly MigrationStep[] = [
  directoryStep,
  vaultStep,
  simulatorStep,
  vaultRotationStep,
  schemasStep,
  rowHashesStep,
  answerColumnsStep,
  fewerIndexPagesStep,
  pushRulesStep,
];
export const trafficSteps: readonly MigrationStep[] = [trafficStep, trafficTotalsStep];
