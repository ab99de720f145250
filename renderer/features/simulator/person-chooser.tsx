/** EXISTING Okta user I specify: the candidates of the row first, then everyone who matches the search. */
import type { ImportRow, PersonRecord } from '../../../shared/domain/simulator.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { FaultNotice } from '../../ui/notices.tsx';
import { Chooser, type Option, OptionList } from './chooser.tsx';

export function PersonChooser(props: {
  readonly row: ImportRow;
  readonly onChoose: (personId: string) => void;
}) {
  const { row } = props;
  return (
    <Chooser
      label={`Okta user for ${row.name}`}
      search="Search people"
      open={row.personName === null}
      shown={<Shown row={row} />}
      options={(text, choose) => <People row={row} text={text} choose={choose} />}
      onChoose={(option) => props.onChoose(option.id)}
    />
  );
}

function Shown({ row }: { readonly row: ImportRow }) {
  if (row.personName === null)
    return row.candidates.length > 0 ? `Choose 1 of ${row.candidates.length} people` : 'Choose a person';
  return (
    <>
      {row.personName}
      {row.match === 'PARTIAL' && row.reason && <span className="differs">&ensp;{row.reason}</span>}
    </>
  );
}

function People(props: {
  readonly row: ImportRow;
  readonly text: string;
  readonly choose: (option: Option) => void;
}) {
  const { row, text, choose } = props;
  const people = useAnswer('sim.people', text === '' ? { limit: 20 } : { text, limit: 20 }, 'simulator');
  const likely = new Set(row.candidates.map((candidate) => candidate.id));
  const others = (people.value?.rows ?? []).filter(
    (person) => person.status !== 'DEPROVISIONED' && !likely.has(person.id),
  );
  const candidates = row.candidates.map(({ id, name, login }) => ({ id, name, detail: login }));
  return (
    <>
      <FaultNotice fault={people.fault} />
      {text === '' && <OptionList title="Candidates" options={candidates} choose={choose} />}
      <OptionList
        {...(candidates.length > 0 && text === '' ? { title: 'Everyone' } : {})}
        options={others.map(optionOf)}
        choose={choose}
        {...(people.value ? { empty: `No people match ${text}.` } : {})}
      />
    </>
  );
}

function optionOf(person: PersonRecord): Option {
  return { id: person.id, name: person.name, detail: person.profile['login'] ?? '' };
}
