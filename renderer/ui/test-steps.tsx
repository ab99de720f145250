/** The result of Test API Credentials: Okta's text, then what really happened, step by step. */
import type { TestResult } from '../../shared/domain/simulator.ts';
import { Callout } from './notices.tsx';
import { Shape } from './status.tsx';
import { Time } from './time.tsx';

export function TestSteps({ result }: { readonly result: TestResult }) {
  return (
    <div className="grid gap-2">
      <Callout tone={result.ok ? 'success' : 'danger'} title={result.oktaText}>
        <Time at={result.at} />
      </Callout>
      <ul className="steps">
        {result.steps.map((step) => (
          <li key={step.title} className={step.ok ? 's-success' : 's-danger'}>
            <Shape name={step.ok ? 'ok' : 'cross'} />
            <span className="py-1">
              {step.title}
              <span className={step.ok ? 'fg2 block' : 'danger-text block'}>{step.detail}</span>
            </span>
            {step.exchangeSeq !== null && (
              <span className="t">
                <a href={`#/traffic?open=${step.exchangeSeq}`}>show exchange</a>
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
