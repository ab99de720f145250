/** Two things this browser remembers for Home: that a first exchange was read, and that the guide was dismissed. */
import { create } from 'zustand';

type Milestone = 'exchangeRead' | 'guideDismissed';

const storedAt = (milestone: Milestone) => `rollcall-${milestone}`;
const stored = (milestone: Milestone) => localStorage.getItem(storedAt(milestone)) === 'yes';

export const useMilestones = create<Readonly<Record<Milestone, boolean>>>(() => ({
  exchangeRead: stored('exchangeRead'),
  guideDismissed: stored('guideDismissed'),
}));

export function reach(milestone: Milestone): void {
  if (useMilestones.getState()[milestone]) return;
  localStorage.setItem(storedAt(milestone), 'yes');
  useMilestones.setState({ [milestone]: true });
}
