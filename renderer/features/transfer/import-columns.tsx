/** Which column of the file becomes which attribute. A guess is marked as one. */
import type { FilePlan, ImportColumn, ListKind } from '../../../shared/domain/transfer.ts';
import { Badge } from '../../ui/marks.tsx';
import { Select } from '../../ui/select.tsx';
import { mapColumn } from './file-import-store.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ignored = '(ignored)';

/** The engine's targets (engine/transfer/list-fields.ts), with the names Okta gives them. */
const targets: Record<ListKind, readonly (readonly [path: string, name: string])[]> = {
  users: [
    ['userName', 'userName (login)'],
    ['externalId', 'externalId'],
    ['active', 'active'],
    ['name.givenName', 'Given name'],
    ['name.familyName', 'Family name'],
    ['name.middleName', 'Middle name'],
    ['name.honorificPrefix', 'Honorific prefix'],
    ['name.honorificSuffix', 'Honorific suffix'],
    ['displayName', 'Display name'],
    ['nickName', 'Nickname'],
    ['emails[primary eq true].value', 'Email'],
    ['emails[primary eq false].value', 'Second email'],
    ['title', 'Title'],
    ['profileUrl', 'Profile URL'],
    ['phoneNumbers[type eq "mobile"].value', 'Mobile phone'],
    ['phoneNumbers[primary eq true].value', 'Primary phone'],
    ['addresses[primary eq true].streetAddress', 'Street'],
    ['addresses[primary eq true].locality', 'City'],
    ['addresses[primary eq true].region', 'State'],
    ['addresses[primary eq true].postalCode', 'Zip code'],
    ['addresses[primary eq true].country', 'Country code'],
    ['addresses[primary eq true].formatted', 'Postal address'],
    ['preferredLanguage', 'Preferred language'],
    ['locale', 'Locale'],
    ['timezone', 'Time zone'],
    ['userType', 'User type'],
    [`${enterprise}:employeeNumber`, 'Employee number'],
    [`${enterprise}:costCenter`, 'Cost center'],
    [`${enterprise}:organization`, 'Organization'],
    [`${enterprise}:division`, 'Division'],
    [`${enterprise}:department`, 'Department'],
    [`${enterprise}:manager.value`, 'Manager id'],
    [`${enterprise}:manager.displayName`, 'Manager'],
  ],
  groups: [
    ['displayName', 'Name'],
    ['externalId', 'externalId'],
    ['members', 'Members'],
    ['group', 'Group of a membership'],
    ['userIdOrLogin', 'User of a membership'],
  ],
};

export function ImportColumns({ plan, busy }: { readonly plan: FilePlan; readonly busy: boolean }) {
  return (
    <table className="dense-table flush" aria-label="Columns of the file">
      <thead>
        <tr>
          <th scope="col">Column of the file</th>
          <th scope="col">First values</th>
          <th scope="col">Becomes</th>
          <th scope="col">How</th>
        </tr>
      </thead>
      <tbody>
        {plan.columns.map((column) => (
          <tr key={column.header}>
            <td className="strong max-w-56 truncate" title={column.header}>
              {column.header}
            </td>
            <td className="fg2 max-w-72 truncate" title={column.samples.join(', ')}>
              {column.samples.join(', ')}
            </td>
            <td>
              <Target column={column} kind={plan.kind} busy={busy} />
            </td>
            <td>
              <How column={column} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Target(props: { readonly column: ImportColumn; readonly kind: ListKind; readonly busy: boolean }) {
  const { column, kind } = props;
  const known = targets[kind].map(([value, label]) => ({ value, label }));
  const own = column.target;
  const choices = [
    { value: ignored, label: 'Ignore this column' },
    ...known,
    ...(own !== null && !known.some((each) => each.value === own) ? [{ value: own, label: own }] : []),
  ];
  return (
    <Select
      label={`${column.header} becomes`}
      value={own ?? ignored}
      choices={choices}
      disabled={props.busy}
      onValue={(value) => void mapColumn(column.header, value === ignored ? '' : value)}
    />
  );
}

function How({ column }: { readonly column: ImportColumn }) {
  if (column.target === null) return <span className="fg3">Ignored</span>;
  return column.suggested ? <Badge tone="info">Suggested</Badge> : <Badge>Set</Badge>;
}
