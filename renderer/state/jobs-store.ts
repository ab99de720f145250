/** Long work of the engine as last announced, by connection; a finished job stays until the next one starts. */
import { create } from 'zustand';
import type { EngineEvent } from '../../shared/contract/events.ts';

export type JobEvent = Extract<EngineEvent, { type: 'job' }>;

export const useJobs = create<Readonly<Record<string, JobEvent>>>(() => ({}));

export function noteJob(event: JobEvent): void {
  useJobs.setState({ [event.id]: event });
}

/** The latest job of a connection; null where there was none since the page opened. */
export function useConnectionJob(connectionId: string | null): JobEvent | null {
  return useJobs((jobs) => {
    const own = Object.values(jobs).filter((job) => job.connectionId === connectionId);
    return own.findLast((job) => job.state === 'running') ?? own.at(-1) ?? null;
  });
}
