/** Why a call is ended from outside, with a goodbye. */
export type RequestedEnd =
  /** Somebody ended the call: the dashboard or the API. */
  | 'ended_by_operator'
  /** This process shuts down and could not wait any longer. */
  | 'gateway_shutdown'
  /** The account, or the agency it belongs to, was suspended or deactivated. */
  | 'account_suspended'
  /** The trial that the call was held in is used up or over. */
  | 'minutes_used_up';

/** Why a call ended. */
export type EndReason =
  /** The caller hung up. */
  | 'caller_hangup'
  /** The caller's media connection broke without a word. */
  | 'connection_lost'
  /** The agent said goodbye and hung up: the `end_call` tool, or another tool that ends the call. */
  | 'agent_hangup'
  /** A person has the call now: it was passed on, and goes on without the agent. */
  | 'transferred'
  /** Nobody spoke for the longest allowed silence. */
  | 'silence'
  /** The longest allowed duration was reached. */
  | 'max_duration'
  | RequestedEnd
  /** A phone system led the agent in circles. */
  | 'menu_loop'
  /** The voice provider could not be reached or did not accept the session. */
  | 'provider_refused'
  /** The voice provider went away in the middle of the call. */
  | 'provider_lost'
  /** The voice provider stayed silent, even after a retry. */
  | 'provider_stuck'
  /** A fault of our own. */
  | 'internal_error';

export interface CallEnding {
  status: 'completed' | 'failed';
  reason: EndReason;
  /** What the provider or the process had to say about it. */
  detail: string | null;
}
