import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** What is wrong with a value, in a line: where in it, what was expected there, and what came. */
export function issueText(issue: Issue): string {
  const { path, message, code, input } = inmost(issue);
  const where = path.join('.') || '(top level)';
  return `${where}: ${message}${code === 'unrecognized_keys' ? '' : `, got ${shorten(input)}`}`;
}

/** The issue inside those that say no more than that something is wrong. */
function inmost(issue: Issue): Pick<Issue, 'path' | 'message' | 'code' | 'input'> {
  if (issue.code === 'invalid_key') {
    return { ...issue, message: issue.issues[0]?.message ?? issue.message };
  }
  if (issue.code !== 'invalid_union') return issue;
  const near = issue.errors.find(isNear);
  if (!near) return issue;
  const inner = inmost(near[0] as Issue);
  return { ...inner, path: [...issue.path, ...inner.path] };
}

/** Whether an alternative is the one that was meant: what it is and what it has to have is there. */
function isNear(issues: readonly Issue[]): boolean {
  return (
    issues.length > 0 &&
    issues.every(({ path, input, code }) =>
      path.length > 0 ? input !== undefined : code === 'unrecognized_keys',
    )
  );
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
