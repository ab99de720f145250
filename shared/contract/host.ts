/**
 * What a page runs in. Ask for the capability, not the platform: a host that lacks one says so by `can`, with the
 * reason in `why`.
 */
import type { AnswerOf, CommandName, InputOf } from './commands.ts';
import type { EngineEvent } from './events.ts';
import type { Envelope } from './faults.ts';

export type Capability = 'saveFile' | 'openFolder' | 'openExternal' | 'quit';

export interface Host {
  dispatch<N extends CommandName>(name: N, input: InputOf<N>): Promise<Envelope<AnswerOf<N>>>;
  /** Answers with the function that ends it. */
  onEvent(listener: (event: EngineEvent) => void): () => void;
  /** `open` while events arrive; a page says so when they do not. */
  onConnection(listener: (state: 'open' | 'lost' | 'signed-out') => void): () => void;
  can(capability: Capability): boolean;
  /** Why a capability is missing here, for a tooltip; null where it is there. */
  why(capability: Capability): string | null;
  /** Saves text under a name the person may change; null: the person cancelled. Answers with the path or file name. */
  saveFile(name: string, mediaType: string, parts: readonly string[]): Promise<string | null>;
  openFolder(path: string): Promise<void>;
  openExternal(url: string): Promise<void>;
}

/** What the desktop preload puts on `window.rollcall`; the browser host does without. */
export interface DesktopBridge {
  dispatch(name: string, input: unknown): Promise<Envelope<unknown>>;
  onEvent(listener: (event: EngineEvent) => void): () => void;
  saveFile(name: string, mediaType: string, parts: readonly string[]): Promise<string | null>;
  openFolder(path: string): Promise<void>;
  openExternal(url: string): Promise<void>;
}
