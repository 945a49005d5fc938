/** How a kind of thing is spoken of. */
interface KindWords {
  /** Comes before its name. */
  before: string;
  /** Without a name. */
  one: string;
  /** When it no longer exists and its name was not recorded. */
  deleted: string;
  /** The same in the entry of its creation. */
  deletedLater: string;
}

/** Things that have names, which are looked up. */
export const KINDS = {
  agent: {
    before: 'the agent ',
    one: 'an agent',
    deleted: 'a deleted agent',
    deletedLater: 'an agent that was deleted later',
  },
  phone_number: {
    before: 'the phone number ',
    one: 'a phone number',
    deleted: 'a deleted phone number',
    deletedLater: 'a phone number that was deleted later',
  },
  member: {
    before: '',
    one: 'a team member',
    deleted: 'a former team member',
    deletedLater: 'a team member who was removed later',
  },
  api_key: {
    before: 'the API key ',
    one: 'an API key',
    deleted: 'a deleted API key',
    deletedLater: 'an API key that was deleted later',
  },
  client: {
    before: 'the client ',
    one: 'a client',
    deleted: 'a deleted client',
    deletedLater: 'a client that was deleted later',
  },
  integration: {
    before: 'the integration ',
    one: 'an integration',
    deleted: 'a deleted integration',
    deletedLater: 'an integration that was deleted later',
  },
  webhook: {
    before: 'the webhook ',
    one: 'a webhook',
    deleted: 'a deleted webhook',
    deletedLater: 'a webhook that was deleted later',
  },
} satisfies Record<string, KindWords>;

export type Kind = keyof typeof KINDS;

export const isKind = (text: string): text is Kind => Object.hasOwn(KINDS, text);
