/** What each part of Provisioning is given. */
import type { AppSettings, ConnectionRecord } from '../../../shared/domain/simulator.ts';
import type { App } from './use-app.ts';

export interface PartProps {
  readonly connection: ConnectionRecord;
  readonly app: App;
  readonly settings: AppSettings;
}
