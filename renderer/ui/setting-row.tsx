/** One setting in a list: its name, what it means, the control at the right; a refusal stays under it. */
import type { ReactNode } from 'react';
import type { Fault } from '../../shared/contract/faults.ts';
import { FaultNotice } from './notices.tsx';

export interface SettingRowProps {
  readonly label: string;
  readonly children?: ReactNode;
  readonly control: ReactNode;
  readonly fault?: Fault | null;
}

export function SettingRow({ label, children, control, fault = null }: SettingRowProps) {
  return (
    <li className="border-b border-line-1 py-3">
      <div className="flex items-start gap-6">
        <div className="min-w-0 grow">
          <p className="strong">{label}</p>
          <div className="fg2">{children}</div>
        </div>
        <div className="flex-none pt-0.5">{control}</div>
      </div>
      <FaultNotice fault={fault} className="mt-2" />
    </li>
  );
}
