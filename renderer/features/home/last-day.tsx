/** How many exchanges in the last 24 hours, how many of them failed: one bar an hour. */
import type { TrafficBucket } from '../../../shared/domain/workspace.ts';
import { hrefOf } from '../../state/route-store.ts';
import { clock } from '../../ui/clock.ts';
import { formatCount, plural } from '../../ui/numbers.ts';

const step = 16.7;
const barWidth = 12;
const height = 70;

export function LastDay({ buckets }: { readonly buckets: readonly TrafficBucket[] }) {
  const ok = buckets.reduce((sum, bucket) => sum + bucket.ok, 0);
  const failed = buckets.reduce((sum, bucket) => sum + bucket.failed, 0);
  return (
    <section className="home-block">
      <header>
        <h2>Last 24 h</h2>
        <span className="aside">
          {plural(ok + failed, 'exchange')}
          {failed > 0 && (
            <>
              , <span className="danger-text">{formatCount(failed)} failed</span>
            </>
          )}
        </span>
        <a href={hrefOf('/traffic')}>Traffic</a>
      </header>
      {ok + failed === 0 ? (
        <p className="fg3">Nothing was exchanged.</p>
      ) : (
        <Bars
          buckets={buckets}
          label={`${plural(ok + failed, 'exchange')} by hour, ${formatCount(failed)} failed`}
        />
      )}
    </section>
  );
}

function Bars({ buckets, label }: { readonly buckets: readonly TrafficBucket[]; readonly label: string }) {
  const most = Math.max(1, ...buckets.map((bucket) => bucket.ok + bucket.failed));
  const scaled = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most) * (height - 4)));
  const axis = [0, 6, 12, 18].map((index) => buckets[index]).filter((bucket) => bucket !== undefined);
  return (
    <>
      <svg
        className="spark"
        viewBox={`0 0 ${buckets.length * step} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {buckets.map((bucket, index) => (
          <Bar
            key={bucket.at}
            x={index * step + 1}
            all={scaled(bucket.ok + bucket.failed)}
            failed={scaled(bucket.failed)}
          />
        ))}
      </svg>
      <div className="spark-axis">
        {axis.map((bucket) => (
          <span key={bucket.at}>{clock(bucket.at)}</span>
        ))}
        <span>now</span>
      </div>
    </>
  );
}

function Bar({ x, all, failed }: { readonly x: number; readonly all: number; readonly failed: number }) {
  return (
    <>
      <rect className="bar-all" x={x} y={height - all} width={barWidth} height={all} />
      {failed > 0 && (
        <rect className="bar-failed" x={x} y={height - failed} width={barWidth} height={failed} />
      )}
    </>
  );
}
