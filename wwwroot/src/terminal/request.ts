import type { Hub } from '../hub/hub';
import type { Reply } from '../protocol';
import type { Link } from './link';
import type { Goal } from './state';
import type { View } from './view';

/** Puts the goal to the gateway. Who asks to watch waits for an answer in between. */
export async function request(hub: Hub, goal: Goal, link: Link | null, { cols, rows }: View): Promise<Reply> {
  switch (goal.kind) {
    case 'open': {
      if (!link) throw new Error('There is no link to open.');
      return hub.open({ ...link, port: link.device === null ? link.port : null, cols, rows, besides: goal.besides });
    }
    case 'join': return hub.join({ terminal: goal.terminal, viewer: goal.viewer, cols, rows, watch: goal.watch, invitation: goal.invitation, share: goal.share });
    case 'ask': {
      const refusal = await hub.askToWatch(goal.terminal);
      if (refusal) return { terminal: null, refusal, presence: null, shared: null, sharedBy: null };
      return hub.join({ terminal: goal.terminal, viewer: null, cols, rows, watch: true, invitation: null, share: false });
    }
  }
}
