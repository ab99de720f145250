/** Find groups by name: choose Okta groups, then create them in the app or link one to a group that is there. */
import { useState } from 'react';
import type {
  AppGroupRecord,
  ConnectionRecord,
  PushMappingRecord,
} from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { type Selection, useSelection } from '../../state/use-selection.ts';
import { Button } from '../../ui/button.tsx';
import { LabeledCheckbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { plural } from '../../ui/numbers.ts';
import { Chooser, OptionList } from './chooser.tsx';
import { PickGroups } from './pick-lists.tsx';
import { RadioList } from './radio-list.tsx';
import type { Action } from './use-action.ts';
import { UsedTwice } from './used-twice.tsx';

export interface PushByNameProps {
  readonly connection: ConnectionRecord;
  readonly mappings: readonly PushMappingRecord[];
  readonly action: Action;
  readonly onClose: () => void;
}

type Way = 'create' | 'link';

function usePushByName({ connection, action, onClose }: PushByNameProps) {
  const connectionId = connection.id;
  const selection = useSelection('push by name');
  const appGroups = useAnswer('sim.appGroups', { connectionId }, 'simulator');
  const [wanted, setWay] = useState<Way>('create');
  const [target, setTarget] = useState<AppGroupRecord | null>(null);
  const [memberships, setMemberships] = useState(true);
  const way: Way = selection.size === 1 ? wanted : 'create';
  const blocked =
    selection.size === 0
      ? 'Choose a group first.'
      : selection.size > 100
        ? 'At most 100 groups at a time.'
        : way === 'link' && target === null
          ? 'Choose the group of the app.'
          : null;
  const save = () => {
    if (blocked !== null) return;
    onClose();
    void action.run('Push Groups', () =>
      callEngine('sim.pushGroups', {
        connectionId,
        groupIds: [...selection.ids],
        pushMemberships: memberships,
        ...(way === 'link' && target ? { linkTo: target.externalId } : {}),
      }),
    );
  };
  const known = appGroups.value ?? [];
  return { selection, known, way, setWay, target, setTarget, memberships, setMemberships, blocked, save };
}

export function PushByName(props: PushByNameProps) {
  const form = usePushByName(props);
  const { selection } = form;
  const { connection } = props;
  const assigned = useAnswer('sim.assignedGroups', { connectionId: connection.id }, 'simulator').value ?? [];
  const twice = assigned.filter((group) => selection.has(group.id)).map((group) => group.name);
  const pushed = new Set(props.mappings.map((mapping) => mapping.groupId));
  return (
    <Dialog
      title="Find groups by name"
      wide
      onClose={props.onClose}
      foot={
        <>
          <span className="fg2 mr-auto" aria-live="polite">
            {plural(selection.size, 'group')} checked
          </span>
          <Button variant="ghost" onClick={props.onClose}>
            Cancel
          </Button>
          <Button variant="primary" blocked={form.blocked} onClick={form.save}>
            {selection.size > 1 ? `Push ${plural(selection.size, 'group')}` : 'Push group'}
          </Button>
        </>
      }
    >
      <PickGroups
        selection={withoutPushed(selection, pushed)}
        remark={(id) =>
          pushed.has(id)
            ? 'pushed already'
            : assigned.some((group) => group.id === id)
              ? 'assigns this app'
              : null
        }
      />
      <UsedTwice names={twice} appName={connection.name} />
      <PushWay form={form} mappings={props.mappings} />
      <LabeledCheckbox
        label="Push group memberships immediately"
        checked={form.memberships}
        onChange={form.setMemberships}
      />
    </Dialog>
  );
}

function withoutPushed(selection: Selection, pushed: ReadonlySet<string>): Selection {
  const open = (ids: Iterable<string>) => [...ids].filter((id) => !pushed.has(id));
  return {
    ...selection,
    toggle: (id) => {
      if (!pushed.has(id)) selection.toggle(id);
    },
    set: (ids) => selection.set(open(ids)),
    add: (ids) => selection.add(open(ids)),
  };
}

function PushWay(props: {
  readonly form: ReturnType<typeof usePushByName>;
  readonly mappings: readonly PushMappingRecord[];
}) {
  const { form, mappings } = props;
  const one = form.selection.size === 1;
  const taken = new Set(mappings.map((mapping) => mapping.appGroupId));
  const free = form.known.filter((group) => !taken.has(group.externalId));
  const none = free.length === 0 ? 'Okta knows no free group of the app: use Refresh App Groups.' : null;
  return (
    <div className="grid gap-2">
      <RadioList
        label="Match result & push action"
        value={form.way}
        onValue={form.setWay}
        choices={[
          {
            value: 'create',
            label: 'Create Group',
            hint: 'Links by itself to a group of the same name, where the app has one.',
          },
          {
            value: 'link',
            label: 'Link Group',
            hint: one ? (none ?? 'To a group that is in the app already.') : 'For one group at a time.',
            disabled: !one || none !== null,
          },
        ]}
      />
      {form.way === 'link' && <AppGroupChooser groups={free} form={form} />}
    </div>
  );
}

function AppGroupChooser(props: {
  readonly groups: readonly AppGroupRecord[];
  readonly form: ReturnType<typeof usePushByName>;
}) {
  const { groups, form } = props;
  return (
    <Chooser
      label="Group in app"
      search="Search groups of the app"
      open={form.target === null}
      shown={form.target?.name ?? 'Choose a group of the app'}
      options={(text, choose) => {
        const wanted = text.toLocaleLowerCase();
        const found = groups.filter((group) => group.name.toLocaleLowerCase().includes(wanted));
        return (
          <OptionList options={found.slice(0, 50).map(optionOf)} choose={choose} empty="No group matches." />
        );
      }}
      onChoose={(option) => form.setTarget(groups.find((group) => group.externalId === option.id) ?? null)}
    />
  );
}

function optionOf(group: AppGroupRecord) {
  return { id: group.externalId, name: group.name, detail: plural(group.memberCount, 'member') };
}
