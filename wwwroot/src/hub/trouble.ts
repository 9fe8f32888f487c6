/** Why it does not work at the moment, in the gateway's own words. */
export interface Trouble {
  title: string;
  detail: string;
}

/** Thrown where the gateway answered, and said what is the matter. */
export class TroubleError extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble.title);
  }
}

/** What a 503 says of itself (RFC 9457); null where it says nothing, as a proxy's own page does. */
export async function troubleOf(response: Response): Promise<Trouble | null> {
  if (response.status !== 503 || !response.headers.get('content-type')?.startsWith('application/problem+json')) return null;
  const problem = await response.json().catch(() => null) as Partial<Trouble> | null;
  if (typeof problem?.title !== 'string' || problem.title === '') return null;
  return { title: problem.title, detail: typeof problem.detail === 'string' ? problem.detail : '' };
}

/** Both as sentences: titles come without a full stop. */
export function inWords({ title, detail }: Trouble): string {
  return `${title.replace(/\.$/, '')}. ${detail}`.trimEnd();
}
