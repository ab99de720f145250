/** What a row of the fault table is, and the words that rows share. */
import type { Fault, GoodAnswer } from './okta-fault-server.ts';
import type { ScriptedAnswer, SeenRequest } from './okta-scripted-server.ts';

export const commands = ['test', 'import', 'pushUser', 'pushGroup', 'updateUser', 'pushNow'] as const;
export type FaultCommand = (typeof commands)[number];

export interface FaultRow extends Fault {
  readonly name: string;
  /** Catalog where it is left out. */
  readonly dialect?: 'catalog' | 'wizard';
  /** How long Okta waits here, milliseconds: 2,000 where it is left out. */
  readonly patience?: number;
  /** What the report of each command says; both texts have to be there. */
  /** Requests that the six commands make of it together, where that is the point. */
  readonly asks?: number;
  readonly says: Partial<Record<FaultCommand, readonly RegExp[]>>;
}

export const every = () => true;
export const lists = (r: SeenRequest) => r.method === 'GET' && r.path.includes('?');
export const userPages = (r: SeenRequest) => /^\/Users\?startIndex=\d+&count=100$/.test(r.path);
export const filters = (r: SeenRequest) => r.path.includes('filter=');
export const creates = (r: SeenRequest) => r.method === 'POST';
export const known = (r: SeenRequest) => /^\/(Users|Groups)\/[^?]+$/.test(r.path);
export const startOf = (r: SeenRequest) => Number(/startIndex=(\d+)/.exec(r.path)?.[1]);

/** The same words from every command. */
export const all = (...said: RegExp[]): FaultRow['says'] =>
  Object.fromEntries(commands.map((c) => [c, said]));
/** From the three commands that read a list without changing anything of what is known. */
export const readers = (...said: RegExp[]): FaultRow['says'] => ({
  test: said,
  import: said,
  pushUser: said,
  pushGroup: said,
});
export const imports = (...said: RegExp[]): FaultRow['says'] => ({ import: said });

export const json = 'application/scim+json';
export const fixed =
  (answer: ScriptedAnswer): Fault['spoil'] =>
  () =>
    answer;
export const nobody = /Nobody was unassigned, because the server's pages do not make a whole list/;
export const textOf = (good: GoodAnswer) => JSON.stringify(good.body ?? {});
