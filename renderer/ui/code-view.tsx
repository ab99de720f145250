/** Code with line numbers and syntax colours; JSON is made pretty. Long bodies show their first 2,000 lines first. */
import { useMemo, useState } from 'react';
import { Button } from './button.tsx';
import { prettyLines, type TokenKind, tokensOf } from './json-lines.ts';
import { formatCount } from './numbers.ts';

const firstLines = 2_000;

const classOf: Record<TokenKind, string | undefined> = {
  key: 'jk',
  string: 'js',
  number: 'jn',
  literal: 'jl',
  punct: 'jp',
  plain: undefined,
};

export function CodeView({ text, label }: { readonly text: string; readonly label: string }) {
  const [all, setAll] = useState(false);
  const { lines, json } = useMemo(() => prettyLines(text), [text]);
  const shown = all ? lines : lines.slice(0, firstLines);
  return (
    <>
      <section className="max-w-full" aria-label={label}>
        {/* Wide lines scroll sideways, so the block can take the focus. */}
        <pre className="code" {...{ tabIndex: 0 }}>
          {numbered(shown).map(({ number, line }) => (
            <CodeLine key={number} line={line} json={json} />
          ))}
        </pre>
      </section>
      {shown.length < lines.length && (
        <Button small className="mt-2" onClick={() => setAll(true)}>
          Show all {formatCount(lines.length)} lines
        </Button>
      )}
    </>
  );
}

/** A line's number is its identity. */
function numbered(lines: readonly string[]) {
  return lines.map((line, index) => ({ number: index + 1, line }));
}

function CodeLine({ line, json }: { readonly line: string; readonly json: boolean }) {
  if (!json) return <span>{line}</span>;
  return (
    <span>
      {tokensOf(line).map((token) => (
        <i key={token.at} className={classOf[token.kind]}>
          {token.text}
        </i>
      ))}
    </span>
  );
}
