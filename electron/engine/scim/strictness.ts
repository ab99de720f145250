/**
 * What a strict server refuses: every reading that a compatible one only remarks on. Endpoints note each lenient
 * reading as a sentence; those that begin with "Ignored" are what the RFCs themselves ask for, the rest are ours.
 */
import { invalid } from '../directory/attribute-rules.ts';
import type { ScimCall } from './call.ts';

const ofSyntax = /^(?:Accepted|Read op) /;

/** To be called inside the transaction: what was written leniently is taken back. @throws AppFault `invalid-input` */
export function assertStrict(call: ScimCall): void {
  if (!call.profile.strict) return;
  const note = call.notes.find((n) => !n.startsWith('Ignored ') && !n.startsWith('Fault rule: '));
  if (note === undefined) return;
  const message = `This server is strict. A compatible one would have gone on: ${note}`;
  throw invalid('request', message, ofSyntax.test(note) ? 'invalidSyntax' : 'invalidValue');
}
