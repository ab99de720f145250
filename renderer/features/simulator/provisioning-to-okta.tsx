/** To Okta: how imported users become Okta users. */
import type { PartProps } from './provisioning-part.ts';
import { ChoiceRow, SettingRow, SwitchRow } from './setting-rows.tsx';

const formats = [
  { value: 'email', label: 'Email Address' },
  { value: 'userName', label: 'Custom: userName of the app' },
] as const;

const rules = [
  { value: 'username', label: 'Okta username format matches' },
  { value: 'email', label: 'Email matches' },
] as const;

export function ToOkta({ app, settings }: PartProps) {
  const common = { app, settings };
  return (
    <>
      <section>
        <h2 className="section-title pb-2">General</h2>
        <ul className="border-t border-line-1">
          <SettingRow label="Schedule import" control={<span className="fg2">Never</span>}>
            Imports start by Import Now only.
          </SettingRow>
          <ChoiceRow {...common} setting="usernameFormat" label="Okta username format" choices={formats}>
            The Okta username an imported user would get.
          </ChoiceRow>
        </ul>
      </section>
      <section>
        <h2 className="section-title pb-2">User Creation &amp; Matching</h2>
        <ul className="border-t border-line-1">
          <ChoiceRow
            {...common}
            setting="matchRule"
            label="Imported user is an exact match to Okta user if"
            choices={rules}
          >
            Matching is case-sensitive. Several people who match make the row Ambiguous; the word is
            Rollcall’s, the case is not documented by Okta.
          </ChoiceRow>
          <SwitchRow {...common} setting="allowPartialMatch" label="Allow partial matches">
            Partial match on first and last name.
          </SwitchRow>
          <SwitchRow {...common} setting="autoConfirmExact" label="Auto-confirm exact matches">
            Exact matches skip the review list.
          </SwitchRow>
          <SwitchRow {...common} setting="autoConfirmNew" label="Auto-confirm new users">
            Imported users without a match become Okta users at once.
          </SwitchRow>
          <SwitchRow {...common} setting="autoActivateNew" label="Auto-activate new users">
            Auto-confirmed new users are Active; else they are Staged.
          </SwitchRow>
        </ul>
      </section>
      <section>
        <h2 className="section-title pb-2">Import Safeguard</h2>
        <ul className="border-t border-line-1">
          <SettingRow label="App unassignment safeguard" control={<span className="num">20 %</span>}>
            For apps with more than 100 users: an import that would unassign as many unassigns nobody.
          </SettingRow>
        </ul>
      </section>
    </>
  );
}
