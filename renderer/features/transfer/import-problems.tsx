/** What is wrong with the file: blockers and warnings in lists of their own. */
import type { FilePlan, ImportProblem } from '../../../shared/domain/transfer.ts';
import { EmptyState } from '../../ui/notices.tsx';
import { formatCount } from '../../ui/numbers.ts';
import { SectionTitle } from '../../ui/page.tsx';
import { Shape } from '../../ui/status.tsx';

export function ImportProblems({ plan }: { readonly plan: FilePlan }) {
  if (plan.problems.length === 0) return <EmptyState text="No problems were found." />;
  const of = (severity: ImportProblem['severity']) =>
    plan.problems.filter((each) => each.severity === severity);
  return (
    <div className="grid max-w-4xl gap-6 p-4">
      <ProblemList title="Rows that stay out" all={plan.blockers} problems={of('blocker')} />
      <ProblemList title="Worth a look" all={plan.warnings} problems={of('warning')} />
    </div>
  );
}

function ProblemList(props: {
  readonly title: string;
  readonly all: number;
  readonly problems: readonly ImportProblem[];
}) {
  const { title, all, problems } = props;
  if (problems.length === 0) return null;
  return (
    <section>
      <SectionTitle level={2} aside={formatCount(all)}>
        {title}
      </SectionTitle>
      <ul className="lines">
        {problems.map((problem) => (
          <li
            key={`${problem.row} ${problem.column} ${problem.text}`}
            className={`!min-h-9 grid-cols-[12px_minmax(0,1fr)] ${problem.severity === 'blocker' ? 's-danger' : 's-warning'}`}
          >
            <Shape name={problem.severity === 'blocker' ? 'cross' : 'tri'} />
            <span className="text-fg-1">
              <span className="fg2">{placeOf(problem)}</span> {problem.text}
            </span>
          </li>
        ))}
      </ul>
      {all > problems.length && (
        <p className="fg3 pt-2">The first {formatCount(problems.length)} are shown.</p>
      )}
    </section>
  );
}

function placeOf(problem: ImportProblem): string {
  const row = problem.row === null ? 'The file' : `Row ${formatCount(problem.row)}`;
  return problem.column === null ? `${row}:` : `${row}, ${problem.column}:`;
}
