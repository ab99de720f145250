/**
 * Reads a whole list as Okta's import does (okta.md 1.9): pages of 100, and the next offset is the last plus 100
 * whatever came (inferred). Order and totals are the server's word and are checked against what it sends; a list
 * that cannot be trusted to be whole says so, because people who are missing from it would be unassigned.
 */
import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import { type ListAnswer, readList } from '../answer-reading.ts';
import { type Peer, taskFrom } from '../peer.ts';

const pageSize = 100;
const mostPages = 20_000;

export interface ListPage {
  /** 1-based. */
  readonly page: number;
  readonly resources: readonly JsonObject[];
  readonly total: number | null;
  /** What does not add up, with the page it is about. */
  readonly warnings: readonly string[];
  /** What is odd about the list object itself; the same on every page, as a rule. */
  readonly odd: readonly string[];
  /** False where the server's pages do not add up: nothing may be concluded from what is missing. */
  readonly trusted: boolean;
}

interface Walk {
  readonly page: number;
  readonly start: number;
  readonly firstTotal: number | null;
  readonly seen: ReadonlyMap<string, number>;
}

/** @throws OktaTask when a page is not a list or not a success */
export async function* readPages(
  peer: Peer,
  endpoint: '/Users' | '/Groups',
  prefix: string,
): AsyncGenerator<ListPage> {
  const seen = new Map<string, number>();
  let firstTotal: number | null = null;
  for (let page = 1; ; page++) {
    const start = (page - 1) * pageSize + 1;
    const path = `${endpoint}?startIndex=${start}&count=${pageSize}`;
    const answer = await peer.send({ method: 'GET', path });
    if (answer.problem !== null) throw taskFrom(prefix, answer);
    const list = readList(answer.body);
    firstTotal ??= list.total;
    const verdict = judgePage(list, { page, start, firstTotal, seen });
    seen.set(fingerprint(list.resources), page);
    yield {
      page,
      resources: verdict.skip ? [] : list.resources,
      total: list.total,
      warnings: verdict.warnings,
      odd: list.warnings,
      trusted: verdict.trusted,
    };
    if (verdict.last) return;
  }
}

interface Verdict {
  readonly last: boolean;
  readonly skip: boolean;
  readonly trusted: boolean;
  readonly warnings: readonly string[];
}

function judgePage(list: ListAnswer, walk: Walk): Verdict {
  const count = list.resources.length;
  const covered = walk.start - 1 + pageSize;
  const stop = (warning: string): Verdict => ({
    last: true,
    skip: false,
    trusted: false,
    warnings: [warning],
  });
  const repeats = walk.seen.get(fingerprint(list.resources));
  if (count > 0 && repeats !== undefined) {
    return { ...stop(`page ${walk.page} repeats page ${repeats}, so reading stopped there`), skip: true };
  }
  if (walk.page >= mostPages) return stop(`the list does not end after ${mostPages} pages`);
  if (list.total === null) {
    const trusted = list.warnings.length === 0;
    const warnings = ['totalResults is missing, so the first page that is not full counts as the last'];
    return { last: count < pageSize, skip: false, trusted, warnings };
  }
  if (count === 0 && list.total >= walk.start) {
    return stop(`page ${walk.page} has 0 items though totalResults is ${list.total}`);
  }
  const warnings = countWarnings(count, list.total, walk);
  const moved = startWarning(list, walk);
  return {
    last: covered >= list.total,
    skip: false,
    trusted: warnings.length === 0,
    warnings: [...warnings, ...moved],
  };
}

/** Only said, not held against the list: what it holds is compared with the totals anyway. */
function startWarning(list: ListAnswer, walk: Walk): string[] {
  if (list.startIndex === null || list.startIndex === walk.start || list.resources.length === 0) return [];
  return [`page ${walk.page} says that it starts at ${list.startIndex}, where ${walk.start} was asked for`];
}

function countWarnings(count: number, total: number, walk: Walk): string[] {
  const warnings: string[] = [];
  const due = Math.max(0, total - walk.start + 1);
  const expected = Math.min(pageSize, due);
  if (count < expected) {
    warnings.push(
      `page ${walk.page} has ${count} of ${expected} items; Okta goes on at ${walk.start + pageSize}, so rows are lost`,
    );
  }
  if (count > pageSize) {
    warnings.push(`page ${walk.page} has ${count} items though ${pageSize} were asked for`);
  } else if (count > expected) {
    warnings.push(`page ${walk.page} has ${count} items though totalResults leaves ${due} for it`);
  }
  if (walk.firstTotal !== null && total !== walk.firstTotal) {
    warnings.push(`totalResults changed from ${walk.firstTotal} to ${total}`);
  }
  return warnings;
}

/** Small, so that a long list costs little memory: the ids of a page as a digest. */
function fingerprint(resources: readonly JsonObject[]): string {
  const hash = createHash('sha256');
  for (const resource of resources) hash.update(`${JSON.stringify(resource['id'] ?? null)}\n`);
  return hash.digest('base64');
}
