/** Ties the host's announcements to the stores, once, for the life of the page. */
import { currentHost } from '../host/current-host.ts';
import { setLink, useLink } from './connection-store.ts';
import { noteJob } from './jobs-store.ts';
import { bumpRevisions, topicOf, topics } from './revisions-store.ts';
import { refreshWorkspace } from './workspace-store.ts';

export function startListening(): void {
  const host = currentHost();
  host.onEvent((event) => {
    if (event.type === 'job') noteJob(event);
    bumpRevisions(topicOf(event));
    if (event.type !== 'job') void refreshWorkspace();
  });
  host.onConnection((state) => {
    const before = useLink.getState().state;
    setLink(state);
    if (before === 'open' || state !== 'open') return;
    // Events were missed while the line was down: everything shown is read again.
    bumpRevisions(...topics);
    void refreshWorkspace();
  });
  void refreshWorkspace();
}
