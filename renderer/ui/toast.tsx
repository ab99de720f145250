/** One message at the foot of the window; it leaves by itself, but not while it is pointed at or has the focus. */
import { useEffect, useState } from 'react';
import { Icon } from './icon.tsx';

export interface ToastProps {
  readonly message: {
    readonly id: number;
    readonly text: string;
    readonly action: { readonly label: string; readonly run: () => void } | null;
  } | null;
  readonly onDismiss: (id: number) => void;
}

const stayMs = 8_000;

export function ToastRegion({ message, onDismiss }: ToastProps) {
  const [heldId, setHeldId] = useState<number | null>(null);
  const id = message?.id;
  const held = id !== undefined && heldId === id;
  useEffect(() => {
    if (id === undefined || held) return;
    const timer = setTimeout(() => onDismiss(id), stayMs);
    return () => clearTimeout(timer);
  }, [id, held, onDismiss]);
  const holding = {
    onPointerEnter: () => setHeldId(id ?? null),
    onPointerLeave: () => setHeldId(null),
    onFocus: () => setHeldId(id ?? null),
    onBlur: () => setHeldId(null),
  };
  return (
    <output aria-live="polite">
      {message && (
        <div className="toast" {...holding}>
          <span>{message.text}</span>
          {message.action && (
            <button
              type="button"
              className="act"
              onClick={() => {
                const { action } = message;
                onDismiss(message.id);
                action?.run();
              }}
            >
              {message.action.label}
            </button>
          )}
          <button type="button" aria-label="Dismiss" onClick={() => onDismiss(message.id)}>
            <Icon name="x" small />
          </button>
        </div>
      )}
    </output>
  );
}
