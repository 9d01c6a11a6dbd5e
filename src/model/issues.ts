import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** What is wrong with a value, in a line: where in it, what was expected there, and what came. */
export function issueText(issue: Issue, value: unknown): string {
  const { path, message, code } = inmost(issue);
  const where = path.join('.') || '(top level)';
  // A key is what came where keys are wrong, and what is not expected where it is not known.
  const got = code === 'invalid_key' ? path.at(-1) : at(value, path);
  return `${where}: ${inWords(message)}${code === 'unrecognized_keys' ? '' : `, got ${shorten(got)}`}`;
}

type Found = Pick<Issue, 'path' | 'message' | 'code'>;

/** The issue inside those that say no more than that something is wrong. */
function inmost(issue: Issue): Found {
  const { path, code } = issue;
  if (issue.code === 'invalid_key') {
    return { path, code, message: issue.issues[0]?.message ?? issue.message };
  }
  if (issue.code !== 'invalid_union') return issue;
  const near = issue.errors.find(isNear);
  if (!near) return issue;
  const inner = inmost(near[0] as Issue);
  return { ...inner, path: [...path, ...inner.path] };
}

/** Whether an alternative is the one that was meant: what it is and what it has to have is there. */
function isNear(issues: readonly Issue[]): boolean {
  return (
    issues.length > 0 &&
    issues.every((issue) =>
      issue.path.length > 0 ? issue.input !== undefined : issue.code === 'unrecognized_keys',
    )
  );
}

/** zod's words, without those that say no more than that something is wrong, and what came, which follows. */
function inWords(message: string): string {
  return message
    .replace(/^(Invalid (input|option)|Too (small|big)): /, '')
    .replace(/^Invalid discriminator value\. Expected/, 'expected')
    .replace(/, received \w+$/, '')
    .replace(/^Unrecognized keys?: /, 'did not expect ');
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
