/** What crosses between the engine and the traffic log's thread. All of it is structured-cloneable. */
import type { Envelope, Fault } from '../../../shared/contract/faults.ts';
import type { ExchangeBatch } from './exchange-batch.ts';
import type { TrafficQuery } from './traffic-store.ts';

export type TrafficQuestion =
  | { readonly name: 'list'; readonly query: TrafficQuery }
  | { readonly name: 'get'; readonly seq: number }
  | { readonly name: 'clear' }
  | { readonly name: 'lastDay' };

export type ToTraffic =
  | { readonly kind: 'keep'; readonly id: number; readonly batch: ExchangeBatch }
  | { readonly kind: 'ask'; readonly id: number; readonly question: TrafficQuestion }
  | { readonly kind: 'close'; readonly id: number };

export type FromTraffic =
  | { readonly kind: 'ready'; readonly lastSeq: number; readonly count: number }
  | { readonly kind: 'refused'; readonly fault: Fault }
  | { readonly kind: 'answer'; readonly id: number; readonly envelope: Envelope<unknown> }
  | {
      readonly kind: 'log';
      readonly level: 'info' | 'warn' | 'error';
      readonly message: string;
      readonly fields: Readonly<Record<string, unknown>>;
    };
