import type { Fault, FaultCode } from '../../../shared/contract/faults.ts';

/** A failure that was expected: thrown inside the engine, returned as a `Fault` at its edge. */
export class AppFault extends Error {
  readonly code: FaultCode;
  readonly fields: Readonly<Record<string, string>> | undefined;
  readonly details: Fault['details'] | undefined;

  constructor(code: FaultCode, message: string, more: Pick<Fault, 'fields' | 'details'> = {}) {
    super(message);
    this.name = 'AppFault';
    this.code = code;
    this.fields = more.fields;
    this.details = more.details;
  }

  toFault(): Fault {
    return {
      code: this.code,
      message: this.message,
      ...(this.fields ? { fields: this.fields } : {}),
      ...(this.details ? { details: this.details } : {}),
    };
  }
}
