/** How the local server behaves where servers differ, and how it fails on purpose: in force from the next request on. */
import { type ServerProfile, usualProfile } from '../../../shared/domain/server-profile.ts';
import { changeWithUndo } from '../../state/profile-change.ts';
import { showToast } from '../../state/toast-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { Button } from '../../ui/button.tsx';
import { FaultNotice, Skeleton } from '../../ui/notices.tsx';
import { Answers } from './behaviour-rows.tsx';
import { FaultRules } from './fault-rules.tsx';

export function BehaviourTab() {
  const { value: profile, fault, loading, asOf, reload } = useAnswer('server.profile', {}, 'server');
  return (
    <>
      <div className="toolbar">
        <span className="fg3 grow ellipsis">
          How this server behaves where servers differ. In force from the next request on.
        </span>
        <Button
          small
          blocked={profile === null || isUsual(profile) ? 'Everything is as usual.' : null}
          onClick={() => void backToUsual()}
        >
          Back to usual
        </Button>
      </div>
      <div className="px-4">
        <FaultNotice fault={fault} asOf={asOf} onRetry={reload} />
      </div>
      {loading && <Skeleton rows={7} rowHeight={64} />}
      {profile !== null && (
        <div className="behaviour">
          <FaultRules rules={profile.faults} />
          <Answers profile={profile} />
        </div>
      )}
    </>
  );
}

function isUsual(profile: ServerProfile): boolean {
  const { faults, ...rest } = profile;
  return faults.length === 0 && Object.entries(rest).every(([key, value]) => value === usual[key]);
}

const usual: Readonly<Record<string, unknown>> = { ...usualProfile };

async function backToUsual(): Promise<void> {
  const fault = await changeWithUndo('Back to usual. The fault rules are gone.', () => usualProfile);
  if (fault !== null) showToast(fault.message);
}
