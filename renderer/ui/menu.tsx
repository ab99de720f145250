/** Menus behind ⋯ and ▾, on Base UI's Menu. */
import { Menu as Base } from '@base-ui/react/menu';
import clsx from 'clsx';
import { Fragment, type ReactElement } from 'react';
import { Kbd } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';

export interface MenuAction {
  readonly label: string;
  readonly icon?: IconName;
  readonly hint?: string;
  readonly danger?: boolean;
  /** Drawn after a line, apart from what is above it. */
  readonly apart?: boolean;
  readonly blocked?: string | null;
  readonly run: () => void;
}

export interface MenuProps {
  readonly trigger: ReactElement;
  readonly actions: readonly MenuAction[];
  readonly align?: 'start' | 'end';
}

export function Menu({ trigger, actions, align = 'start' }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="popup-layer" sideOffset={4} align={align}>
          <Base.Popup className="menu">
            {actions.map((action) => (
              <Fragment key={action.label}>
                {action.apart && <Base.Separator className="menu-sep" />}
                <Base.Item
                  className={clsx('menu-item', action.danger && 'danger')}
                  disabled={Boolean(action.blocked)}
                  title={action.blocked ?? undefined}
                  onClick={(event) => {
                    event.stopPropagation();
                    action.run();
                  }}
                >
                  {action.icon && <Icon name={action.icon} />}
                  <span className="grow">{action.label}</span>
                  {action.hint && <Kbd>{action.hint}</Kbd>}
                </Base.Item>
              </Fragment>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
