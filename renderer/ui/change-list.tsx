/** Committed changes as a timeline: when, what, by whom. */
import type { ChangeRecord, ChangeVerb } from '../../shared/domain/directory.ts';
import { Time } from './time.tsx';

const words: Record<ChangeVerb, string> = {
  create: 'Created',
  update: 'Changed',
  deactivate: 'Deactivated',
  reactivate: 'Reactivated',
  delete: 'Deleted',
  'add-members': 'Added members to',
  'remove-members': 'Removed members from',
  'set-members': 'Set the members of',
};

export function changeSentence(change: ChangeRecord, withName: boolean): string {
  return withName ? `${words[change.verb]} ${change.name}` : words[change.verb];
}

/** "Deactivated deactivated" says nothing twice. */
function tellsMore(change: ChangeRecord): boolean {
  return change.detail !== '' && change.detail.toLowerCase() !== words[change.verb].toLowerCase();
}

export function ChangeList({ changes }: { readonly changes: readonly ChangeRecord[] }) {
  return (
    <ul className="change-list">
      {changes.map((change) => (
        <li key={change.seq}>
          <span className="t">
            <Time at={change.at} />
          </span>
          <span className="min-w-0">
            <span className={change.undone ? 'line-through' : undefined}>
              {changeSentence(change, false)}
            </span>
            {tellsMore(change) && <span className="fg2"> {change.detail}</span>}
            <span className="fg3 block text-[12px] leading-4">
              {change.who}
              {change.undone ? ', undone' : ''}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
