/** Work of the engine that takes a while: what, how far, and Cancel where it can be cancelled. */
import type { JobEvent } from '../../state/jobs-store.ts';
import { Button } from '../../ui/button.tsx';

export function JobLine({ job, onCancel }: { readonly job: JobEvent; readonly onCancel?: () => void }) {
  return (
    <div className="flex flex-none items-center gap-3 border-b border-line-1 px-4 py-2" role="status">
      <span className="strong flex-none">{job.title}</span>
      <JobBar job={job} />
      <span className="fg2 num ellipsis">{job.phase}</span>
      {onCancel && (
        <Button small onClick={onCancel}>
          Cancel
        </Button>
      )}
    </div>
  );
}

export function JobBar({ job }: { readonly job: JobEvent }) {
  const share = job.total === null || job.total === 0 ? null : Math.min(1, job.done / job.total);
  return (
    <span
      className="h-1 w-40 flex-none overflow-hidden rounded-full bg-selected"
      role="progressbar"
      aria-label={job.title}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
    >
      <span
        className="block h-full bg-accent"
        style={{ width: share === null ? '20%' : `${share * 100}%` }}
      />
    </span>
  );
}
