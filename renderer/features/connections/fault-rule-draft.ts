/** A fault rule while it is typed: numbers are text until they are read; limits are the engine's to judge. */
import type { Fault } from '../../../shared/contract/faults.ts';
import type {
  FaultEffect,
  FaultMethod,
  FaultPath,
  FaultRule,
} from '../../../shared/domain/server-profile.ts';

export type RuleBody = Omit<FaultRule, 'id' | 'on'>;
export type RuleField = 'every' | 'status' | 'retryAfter' | 'ms';
export type FieldErrors = Readonly<Partial<Record<RuleField, string>>>;

export interface RuleDraft {
  readonly method: FaultMethod;
  readonly path: FaultPath;
  readonly every: string;
  readonly kind: FaultEffect['kind'];
  readonly status: string;
  /** '': not sent. */
  readonly retryAfter: string;
  readonly ms: string;
}

export function draftOf(rule: RuleBody | null): RuleDraft {
  const effect = rule?.effect;
  return {
    method: rule?.method ?? 'POST',
    path: rule?.path ?? '/Users',
    every: String(rule?.every ?? 5),
    kind: effect?.kind ?? 'status',
    status: effect?.kind === 'status' ? String(effect.status) : '429',
    retryAfter: effect?.kind === 'status' ? String(effect.retryAfter ?? '') : '3',
    ms: effect?.kind === 'delay' ? String(effect.ms) : '2000',
  };
}

/** Null where it is no whole number. */
export function wholeNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : null;
}

const notWhole = 'Must be a whole number.';

export function readDraft(draft: RuleDraft): { readonly body: RuleBody } | { readonly errors: FieldErrors } {
  const every = wholeNumber(draft.every);
  const effect = readEffect(draft);
  if (every !== null && 'kind' in effect)
    return { body: { method: draft.method, path: draft.path, every, effect } };
  return {
    errors: { ...('kind' in effect ? {} : effect), ...(every === null ? { every: notWhole } : {}) },
  };
}

function readEffect(draft: RuleDraft): FaultEffect | FieldErrors {
  switch (draft.kind) {
    case 'status': {
      const status = wholeNumber(draft.status);
      const retryAfter = draft.retryAfter.trim() === '' ? null : wholeNumber(draft.retryAfter);
      const wrongRetry = retryAfter === null && draft.retryAfter.trim() !== '';
      if (status !== null && !wrongRetry) return { kind: 'status', status, retryAfter };
      return {
        ...(status === null ? { status: notWhole } : {}),
        ...(wrongRetry ? { retryAfter: notWhole } : {}),
      };
    }
    case 'delay': {
      const ms = wholeNumber(draft.ms);
      return ms === null ? { ms: notWhole } : { kind: 'delay', ms };
    }
    case 'not-json':
    case 'drop':
    case 'lose':
      return { kind: draft.kind };
  }
}

const fields: ReadonlySet<string> = new Set<RuleField>(['every', 'status', 'retryAfter', 'ms']);

/** The engine names `profile.faults.3.effect.status`; the field is its last word. Null: it is about none of them. */
export function errorsOf(fault: Fault | null): FieldErrors | null {
  const own = Object.entries(fault?.fields ?? {})
    .map(([path, words]) => [path.split('.').at(-1) ?? '', words] as const)
    .filter(([name]) => fields.has(name));
  return own.length === 0 ? null : Object.fromEntries(own);
}
