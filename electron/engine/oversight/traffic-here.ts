/** The traffic log kept in this thread: for short command line runs and tests. */
import type { Clock, Logger } from '../base/ports.ts';
import { openTrafficFile } from '../storage/workspace-files.ts';
import type { TrafficKeeper } from './traffic-log.ts';
import { createTrafficStore, type Retention } from './traffic-store.ts';

interface KeeperOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly retention?: Retention;
}

/** @throws AppFault as `openTrafficFile` says */
export function keepTrafficHere({ path, logger, ...more }: KeeperOptions): TrafficKeeper {
  const file = openTrafficFile(path);
  if (file.replaced) logger.warn('the traffic log was damaged: it was put aside and a new one begun');
  const store = createTrafficStore({ db: file.db, logger, ...more });
  return {
    lastSeq: store.lastSeq,
    count: store.count(),
    keep: (batch) => {
      store.keep(batch);
      return store.count();
    },
    list: store.list,
    get: store.get,
    clear: store.clear,
    lastDay: store.lastDay,
    close: file.close,
  };
}
