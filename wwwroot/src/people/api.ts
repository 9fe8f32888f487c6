import { address } from '../page';

const giveUpAfter = 15_000;

/** The gateway answered, but not with what was asked for. */
export class ApiError extends Error {
  /**
   * @param code for programs; empty where the answer has none
   * @param retryAfter seconds after which to try again; null where the answer does not say
   */
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly retryAfter: number | null,
  ) {
    super(title);
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/**
 * Asks the gateway over HTTP. Null where it answers with nothing. Throws an
 * ApiError where it says no, and what fetch throws where nobody answers.
 */
export async function ask<T>(method: Method, path: string, body?: unknown, keepalive = false): Promise<T | null> {
  const response = await fetch(address(path), {
    method,
    credentials: 'same-origin',
    cache: 'no-store',
    keepalive,
    headers: body === undefined ? { Accept: 'application/json' } : { 'Accept': 'application/json', 'Content-Type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(giveUpAfter),
  });
  if (!response.ok) throw await failureOf(response);
  return response.status === 204 ? null : await response.json() as T;
}

/** What an answer that is no success says of itself (RFC 9457). */
export async function failureOf(response: Response): Promise<ApiError> {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  const problem = isProblem ? await response.json().catch(() => null) as Record<string, unknown> | null : null;
  const text = (name: string) => typeof problem?.[name] === 'string' ? problem[name] : '';
  const wait = Number(response.headers.get('retry-after') ?? NaN);
  return new ApiError(response.status, text('code'), text('title') || `The gateway answered ${response.status}`, text('detail'),
    Number.isFinite(wait) ? Math.max(wait, 0) : null);
}

/** For people: what the gateway said, or that nobody answered. */
export function failureInWords(error: unknown): string {
  if (!(error instanceof ApiError)) return 'The gateway cannot be reached at the moment.';
  const title = `${error.title.replace(/\.$/, '')}.`;
  return error.detail === '' ? title : `${title} ${error.detail}`;
}

/** Whether somebody has to sign in first. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401 && error.code === 'signin';
}
