/** An Okta user status as a shape and a word. */
import type { PersonStatus } from '../../../shared/domain/simulator.ts';
import { type ShapeName, Status, type Tone } from '../../ui/status.tsx';

const looks: Record<PersonStatus, readonly [Tone, ShapeName, string]> = {
  STAGED: ['neutral', 'dashed', 'Staged'],
  ACTIVE: ['success', 'dot', 'Active'],
  SUSPENDED: ['neutral', 'half', 'Suspended'],
  DEPROVISIONED: ['neutral', 'ring', 'Deactivated'],
};

export function PersonStatusWord({ status }: { readonly status: PersonStatus }) {
  const [tone, shape, word] = looks[status];
  return (
    <Status tone={tone} shape={shape}>
      {word}
    </Status>
  );
}
