/** Mapping rows in the words of Okta's console (okta.md 3.3), and what the dialogs start from. */
import {
  type ApplyOn,
  defaultMappings,
  type MappingRow,
  type MappingTarget,
  type MappingValue,
  mappingTargets,
} from '../../../shared/domain/attribute-mapping.ts';
import type { AppSettings } from '../../../shared/domain/simulator.ts';

export const applyOnChoices = [
  { value: 'create', label: 'Create' },
  { value: 'always', label: 'Create and update' },
] as const;

export function applyOnWords(on: ApplyOn): string {
  return on === 'create' ? 'Create' : 'Create and update';
}

export function rowsOf(settings: AppSettings): readonly MappingRow[] {
  return settings.mappings ?? defaultMappings;
}

export function targetOf(row: MappingRow): MappingTarget | undefined {
  return mappingTargets.find((target) => target.variable === row.target);
}

export function labelOf(row: MappingRow): string {
  return targetOf(row)?.label ?? row.target;
}

export function unmappedTargets(rows: readonly MappingRow[]): readonly MappingTarget[] {
  const mapped = new Set(rows.map((row) => row.target));
  return mappingTargets.filter((target) => !mapped.has(target.variable));
}

/** In the order of the targets, which is the order of what is sent. */
export function inOrder(rows: readonly MappingRow[]): readonly MappingRow[] {
  const rank = new Map(mappingTargets.map((target, i) => [target.variable, i]));
  return rows.toSorted((a, b) => (rank.get(a.target) ?? 0) - (rank.get(b.target) ?? 0));
}

/** Nothing has been chosen or typed yet. */
export function isEmpty(value: MappingValue): boolean {
  return value.kind === 'attribute' ? value.name === '' : value.text.trim() === '';
}
