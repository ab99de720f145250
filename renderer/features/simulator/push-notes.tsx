/** What stands under a pushed group: its error with time and cause, or who was left out, who is there still, and why. */
import type { PersonReason, PushMappingRecord } from '../../../shared/domain/simulator.ts';
import { navigate } from '../../state/route-store.ts';
import { Button } from '../../ui/button.tsx';
import { InlineNote } from '../../ui/notices.tsx';
import { formatCount, plural } from '../../ui/numbers.ts';
import { Popover } from '../../ui/popover.tsx';
import { Time } from '../../ui/time.tsx';
import { peopleCount } from './people-count.ts';
import type { PushVerbs } from './push-verbs.ts';

export function ErrorNote(props: { readonly mapping: PushMappingRecord; readonly verbs: PushVerbs }) {
  const { mapping, verbs } = props;
  const out = mapping.leftOutCount;
  const text = `${mapping.error ?? 'The last push failed.'}${out > 0 ? ` ${plural(out, 'member')} ${out === 1 ? 'is' : 'are'} not in the app’s group.` : ''}`;
  const traffic = () =>
    mapping.appGroupId === null
      ? navigate('/traffic', { q: mapping.groupName })
      : navigate('/traffic', { resource: mapping.appGroupId, name: mapping.groupName });
  return (
    <InlineNote
      tone="danger"
      actions={
        <>
          <Button small onClick={() => verbs.pushNow([mapping.id], `Push ${mapping.groupName}`)}>
            Push now
          </Button>
          <Button small onClick={traffic}>
            Show traffic
          </Button>
        </>
      }
    >
      <span className="ellipsis block" title={text}>
        {mapping.failedAt !== null && (
          <>
            <Time at={mapping.failedAt} />:{' '}
          </>
        )}
        {text}
      </span>
    </InlineNote>
  );
}

export function MembersNote(props: { readonly mapping: PushMappingRecord; readonly appName: string }) {
  const { mapping, appName } = props;
  const count = mapping.leftOutCount + mapping.lingeringCount;
  const text = sentences(mapping, appName).join(' ');
  return (
    <InlineNote
      tone="warning"
      actions={
        count > 0 && (
          <Popover
            title={`Members of ${mapping.groupName}`}
            trigger={<Button small>See {peopleCount(count)}</Button>}
          >
            <div className="grid max-h-64 gap-3 overflow-y-auto">
              <Named title="Left out" people={mapping.leftOut} count={mapping.leftOutCount} />
              <Named
                title="Still in the app’s group"
                people={mapping.lingering}
                count={mapping.lingeringCount}
              />
            </div>
          </Popover>
        )
      }
    >
      <span className="ellipsis block" title={text}>
        {text}
      </span>
    </InlineNote>
  );
}

function Named(props: {
  readonly title: string;
  readonly people: readonly PersonReason[];
  readonly count: number;
}) {
  const { title, people, count } = props;
  if (count === 0) return null;
  return (
    <section>
      <h3 className="fg3 pb-1 text-[12px] leading-4">{title}</h3>
      <ul className="grid gap-2">
        {people.map((person) => (
          <li key={`${person.name} ${person.reason}`}>
            {person.name}
            <span className="fg3 block text-[12px] leading-4">{person.reason}</span>
          </li>
        ))}
        {count > people.length && <li className="fg3">and {formatCount(count - people.length)} more</li>}
      </ul>
    </section>
  );
}

function sentences(mapping: PushMappingRecord, appName: string): string[] {
  const { leftOutCount, lingeringCount } = mapping;
  const found: string[] = [];
  if (mapping.alsoAssigned) found.push('Also assigns the app, which Okta does not support.');
  if (leftOutCount > 0) found.push(leftOutWords(mapping, appName));
  if (lingeringCount > 0) {
    const are = lingeringCount === 1 ? 'is' : 'are';
    found.push(
      `${peopleCount(lingeringCount)} ${are} still in the app’s group: Okta sent nothing; Push now takes them out.`,
    );
  }
  return found;
}

function leftOutWords(mapping: PushMappingRecord, appName: string): string {
  const count = mapping.leftOutCount;
  const members = plural(count, 'member');
  const are = count === 1 ? 'is' : 'are';
  // of more than are named, the reasons of the rest are not known here
  const notAssigned =
    mapping.leftOut.length === count &&
    mapping.leftOut.every((person) => person.reason.startsWith('not assigned'));
  if (notAssigned) return `${members} ${are} not assigned to ${appName}; Okta would not push them.`;
  return `${members} ${are} not in the app; Okta pushes provisioned people only.`;
}
