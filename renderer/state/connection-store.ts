/** Whether the engine still reaches this page. */
import { create } from 'zustand';

export type LinkState = 'open' | 'lost' | 'signed-out';

export const useLink = create<{ readonly state: LinkState; readonly since: number }>(() => ({
  state: 'open',
  since: Date.now(),
}));

export function setLink(state: LinkState): void {
  if (useLink.getState().state !== state) useLink.setState({ state, since: Date.now() });
}
