/**
 * The host inside the desktop app: everything goes through the bridge that the preload puts on `window.rollcall`.
 * A missing bridge is a broken build, and it says so instead of falling back to another transport.
 */
import type { AnswerOf, CommandName, InputOf } from '../../shared/contract/commands.ts';
import type { Envelope } from '../../shared/contract/faults.ts';
import type { DesktopBridge, Host } from '../../shared/contract/host.ts';

declare global {
  interface Window {
    readonly rollcall?: DesktopBridge;
  }
}

export function createDesktopHost(): Host {
  const bridge = window.rollcall;
  if (bridge === undefined) throw new Error('The desktop bridge is missing. Install Rollcall again.');
  return {
    dispatch<N extends CommandName>(name: N, input: InputOf<N>) {
      // The engine's handler table is complete by type, so the answer to `name` is AnswerOf<N>.
      return bridge.dispatch(name, input) as Promise<Envelope<AnswerOf<N>>>;
    },
    onEvent: (listener) => bridge.onEvent(listener),
    onConnection(listener) {
      listener('open');
      return () => undefined;
    },
    can: () => true,
    why: () => null,
    saveFile: (name, mediaType, parts) => bridge.saveFile(name, mediaType, parts),
    openFolder: (path) => bridge.openFolder(path),
    openExternal: (url) => bridge.openExternal(url),
  };
}
