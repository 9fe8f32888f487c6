import { signal } from '@preact/signals';
import { address } from '../page';
import type { Invitation, InvitationRequest, Refusal } from '../protocol';
import type { Session } from '../terminal/session';

/** A link that was just made; its secret is seen this once. */
export interface MadeLink {
  address: string;
  invitation: Invitation;
}

/** The links to one's own terminal, as long as the dialog is open. */
export class Invitations {
  /** Null until they are known. */
  readonly all = signal<Invitation[] | null>(null);
  readonly made = signal<MadeLink | null>(null);
  readonly busy = signal(false);
  /** Why the last thing that was asked for was not done, in words; null if it was. */
  readonly fault = signal<string | null>(null);

  constructor(private readonly session: Session) {}

  async load(): Promise<void> {
    const refusal = await this.session.use(async hub => {
      this.all.value = await hub.invitations();
      return null;
    });
    if (refusal && this.all.value === null) this.fault.value = inWords(refusal);
  }

  async make(request: InvitationRequest): Promise<void> {
    const terminal = this.session.attached.value?.id;
    if (terminal === undefined) return;
    await this.#do(async () => this.session.use(async hub => {
      const { invitation, refusal } = await hub.invite(request);
      if (invitation) this.made.value = { invitation, address: linkTo(terminal, invitation.secret) };
      return refusal;
    }));
  }

  async revoke({ id }: Invitation): Promise<void> {
    await this.#do(() => this.session.use(hub => hub.revokeInvitation(id)));
    if (this.made.value?.invitation.id === id && !this.all.value?.some(other => other.id === id)) this.made.value = null;
  }

  async #do(action: () => Promise<Refusal | null>): Promise<void> {
    this.busy.value = true;
    this.fault.value = null;
    const refusal = await action();
    await this.load();
    if (refusal) this.fault.value = inWords(refusal);
    this.busy.value = false;
  }
}

// The part after # is sent to nobody: it is in no log and in no referrer.
function linkTo(terminal: string, secret: string): string {
  return `${address(`shared/${encodeURIComponent(terminal)}`)}#${secret}`;
}

function inWords({ title, detail }: Refusal): string {
  return `${title.replace(/\.$/, '')}. ${detail}`.trimEnd();
}
