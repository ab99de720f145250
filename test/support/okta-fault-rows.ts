/**
 * The ways in which a SCIM server is known or feared to misbehave (security.md A13, T22; okta.md 1.10, 5), one row
 * each: which requests meet it, what comes back, and what the report of each command must say. A command that a row
 * does not name must come out as if nothing were wrong.
 */
import type { FaultRow } from './okta-fault-row.ts';
import { brokenAnswers } from './okta-fault-rows-broken.ts';
import { halfWay } from './okta-fault-rows-half.ts';
import { oddLists } from './okta-fault-rows-odd.ts';

export const faultRows: readonly FaultRow[] = [...brokenAnswers, ...halfWay, ...oddLists];
