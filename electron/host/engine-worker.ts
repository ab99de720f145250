/**
 * The engine's thread: SQLite is synchronous, so it works here and never on the thread that paints or answers a
 * window (docs/decisions/0002). Passes messages on and does nothing else.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { AppFault } from '../engine/base/app-fault.ts';
import { collectAtRest } from '../engine/base/idle-memory.ts';
import type { Logger } from '../engine/base/ports.ts';
import { createEngine } from '../engine/engine.ts';
import type { EngineThreadOptions, FromThread, ToThread } from './thread-messages.ts';

const port = parentPort;
if (port === null) throw new Error('engine-worker runs in a worker thread only');
const options = workerData as EngineThreadOptions;
const tell = (message: FromThread) => port.postMessage(message);
const log =
  (level: 'info' | 'warn' | 'error') =>
  (message: string, fields: Readonly<Record<string, unknown>> = {}) =>
    tell({ kind: 'log', level, message, fields });
const logger: Logger = { info: log('info'), warn: log('warn'), error: log('error') };

/** Built, all threads lie side by side. */
const trafficWorker = import.meta.url.endsWith('.ts')
  ? new URL('../engine/oversight/traffic-worker.ts', import.meta.url)
  : new URL('./traffic-worker.js', import.meta.url);

const upkeepWorker = import.meta.url.endsWith('.ts')
  ? new URL('../engine/upkeep/upkeep-worker.ts', import.meta.url)
  : new URL('./upkeep-worker.js', import.meta.url);

try {
  const engine = await createEngine({
    dataDir: options.dataDir,
    version: options.version,
    scimPort: options.scimPort,
    scimHost: options.scimHost,
    keys: options.keys,
    logger,
    trafficWorker,
    upkeepWorker,
  });
  engine.onEvent((event) => tell({ kind: 'event', event }));
  port.on('message', (message: ToThread) => {
    if (message.kind === 'refuse-origin') {
      engine.refuseOrigin(message.origin);
      return;
    }
    if (message.kind === 'close') {
      void engine.close().then(
        () => {
          tell({ kind: 'closed' });
          port.close();
        },
        (error: unknown) => {
          logger.error('the engine did not close cleanly', { error: String(error) });
          tell({ kind: 'closed' });
          port.close();
        },
      );
      return;
    }
    void engine
      .dispatch(message.name, message.input, message.context)
      .then((envelope) => tell({ kind: 'answer', id: message.id, envelope }));
  });
  collectAtRest();
  tell({ kind: 'ready' });
} catch (error) {
  if (!(error instanceof AppFault))
    logger.error('the engine did not start', { error: error instanceof Error ? error.stack : String(error) });
  tell({
    kind: 'refused',
    fault:
      error instanceof AppFault
        ? error.toFault()
        : {
            code: 'internal',
            message: `The engine did not start: ${error instanceof Error ? error.message : String(error)}`,
          },
  });
  port.close();
}
