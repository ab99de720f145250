/** To App: what Okta sends when people are assigned, changed and unassigned. */
import { callEngine } from '../../state/engine-call.ts';
import { Button } from '../../ui/button.tsx';
import { MappingTable } from './mapping-table.tsx';
import { OutcomePanel } from './outcome-panel.tsx';
import type { PartProps } from './provisioning-part.ts';
import { SettingRow, SwitchRow } from './setting-rows.tsx';
import { useAction } from './use-action.ts';
import { UsernameRows } from './username-rows.tsx';

export function ToApp(props: PartProps) {
  const { connection, app, settings } = props;
  const action = useAction();
  const sync = () =>
    void action.run('Force Sync', () => callEngine('sim.forceSync', { connectionId: connection.id }));
  return (
    <>
      <h2 className="section-title">To App</h2>
      <ul className="border-t border-line-1">
        <SwitchRow app={app} settings={settings} setting="createUsers" label="Create Users">
          Creates or links a user in the app when a person is assigned.
        </SwitchRow>
        <SwitchRow app={app} settings={settings} setting="updateUsers" label="Update User Attributes">
          Pushes attributes when a person is assigned, and whenever a mapped attribute changes.
        </SwitchRow>
        <SwitchRow app={app} settings={settings} setting="deactivateUsers" label="Deactivate Users">
          Deactivates the user in the app when a person is unassigned or deactivated in Okta. Assigning again
          reactivates.
        </SwitchRow>
        <UsernameRows {...props} />
        <SettingRow
          label="Force Sync"
          control={
            <Button disabled={action.doing !== null} onClick={sync}>
              Force Sync
            </Button>
          }
        >
          Pushes people who are provisioned already once more, and only those.
          <span className="fg3"> Seen in practice; not documented by Okta.</span>
        </SettingRow>
      </ul>
      <div className="-mx-4">
        <OutcomePanel action={action} />
      </div>
      <MappingTable {...props} />
    </>
  );
}
