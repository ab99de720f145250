/** The 16 px line icons of the design (stroke 1.4), drawn here so that the page needs no icon package. */
import type { ReactNode } from 'react';

const icons = {
  home: <path d="M2.5 7 8 2.5 13.5 7v6.5h-4v-4h-3v4h-4z" />,
  users: (
    <>
      <circle cx="6" cy="5.2" r="2.4" />
      <path d="M1.8 13.3c.3-2.5 2-4 4.2-4s3.9 1.5 4.2 4M10.6 3.1a2.3 2.3 0 0 1 0 4.3M12 9.6c1.3.6 2.1 1.9 2.3 3.7" />
    </>
  ),
  user: (
    <>
      <circle cx="8" cy="5.2" r="2.6" />
      <path d="M3 13.5c.4-2.7 2.3-4.2 5-4.2s4.6 1.5 5 4.2" />
    </>
  ),
  group: (
    <>
      <circle cx="8" cy="4" r="1.9" />
      <circle cx="3.7" cy="11.5" r="1.9" />
      <circle cx="12.3" cy="11.5" r="1.9" />
      <path d="M7 5.7 4.6 9.8M9 5.7l2.4 4.1M5.6 11.5h4.8" />
    </>
  ),
  transfer: <path d="M5 13V3M5 3 2.5 5.5M5 3l2.5 2.5M11 3v10M11 13l-2.5-2.5M11 13l2.5-2.5" />,
  plug: <path d="M5.5 2v3.5M10.5 2v3.5M3.5 5.5h9v2a4.5 4.5 0 0 1-9 0zM8 12v2.5" />,
  sim: <path d="M13 6.2A5.4 5.4 0 0 0 3.2 5.3M3 9.8a5.4 5.4 0 0 0 9.8.9M3 2.5v3h3M13 13.5v-3h-3" />,
  traffic: <path d="M2 5.5h11.5L11 3M14 10.5H2.5L5 13" />,
  history: <path d="M2.7 5.5A5.8 5.8 0 1 1 2.2 8M2.5 2.5v3h3M8 5v3.2l2.2 1.4" />,
  gear: (
    <>
      <path d="M2 4.5h6.5M12.5 4.5H14M2 11.5h1.5M7.5 11.5H14" />
      <circle cx="10.5" cy="4.5" r="1.9" />
      <circle cx="5.5" cy="11.5" r="1.9" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.3" />
      <path d="m10.3 10.3 3.2 3.2" />
    </>
  ),
  down: <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />,
  up: <path d="m4.5 9.5 3.5-3.5 3.5 3.5" />,
  left: <path d="M9.5 4 5.5 8l4 4" />,
  right: <path d="m6.5 4 4 4-4 4" />,
  arrow: <path d="M2 8h11.5M10 4.5 13.5 8 10 11.5" />,
  x: <path d="m4.5 4.5 7 7M11.5 4.5l-7 7" />,
  plus: <path d="M8 3v10M3 8h10" />,
  tick: <path d="m3.5 8.5 3 3 6-7" />,
  minus: <path d="M3.5 8h9" />,
  dots: <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2" />
    </>
  ),
  replay: <path d="M13 8a5 5 0 1 1-1.5-3.5M12 2v3H9" />,
  pencil: <path d="m3 13 .6-2.6L11 3l2 2-7.4 7.4z" />,
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  key: (
    <>
      <circle cx="5" cy="11" r="2.6" />
      <path d="m7 9 6-6M10.5 5.5l1.8 1.8M12.3 3.7l1.2 1.2" />
    </>
  ),
  doc: <path d="M4 2.5h5.5L12.5 5.5v8H4zM9.5 2.5v3h3" />,
  ban: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="m4.2 4.2 7.6 7.6" />
    </>
  ),
  unlink: (
    <path d="M6.5 4.5 8 3a2.8 2.8 0 0 1 4 4l-1.5 1.5M9.5 11.5 8 13a2.8 2.8 0 0 1-4-4l1.5-1.5M3 3l10 10" />
  ),
  download: <path d="M8 2.5V10M5.5 7.5 8 10l2.5-2.5M3 11v2.5h10V11" />,
  upload: <path d="M8 10V2.5M5.5 5 8 2.5 10.5 5M3 9v4.5h10V9" />,
  sun: (
    <>
      <path d="M8 1.8v1.4M8 12.8v1.4M1.8 8h1.4M12.8 8h1.4M3.6 3.6l1 1M11.4 11.4l1 1M12.4 3.6l-1 1M4.6 11.4l-1 1" />
      <circle cx="8" cy="8" r="2.6" />
    </>
  ),
  trash: <path d="M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 9h5.8l.6-9" />,
  play: <path d="M5 3.2v9.6L12.5 8z" />,
  help: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M6.4 6.3c.1-1 .8-1.6 1.7-1.6s1.6.6 1.6 1.5c0 1.4-1.7 1.3-1.7 2.6M8 11.2h.01" />
    </>
  ),
  folder: <path d="M2 4.5V13h12V5.5H8L6.5 3.5H2z" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof icons;

export function Icon({ name, small = false }: { readonly name: IconName; readonly small?: boolean }) {
  return (
    <svg className={small ? 'icon icon-sm' : 'icon'} viewBox="0 0 16 16" aria-hidden="true">
      {icons[name]}
    </svg>
  );
}

export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M4 5h6M4 10h4M4 15h6" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" />
      <path
        className="mark-tick"
        d="m10.5 10 2.4 2.5L17 6.5"
        fill="none"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
