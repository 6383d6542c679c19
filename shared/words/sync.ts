import type { Rejection } from '../sync-protocol.ts'
import type { PairingProblem, SyncDelay, SyncStop } from '../sync.ts'

const changes = (count: number): string => (count === 1 ? '1 change' : `${count} changes`)

/** Words of the connection to a cloud endpoint. */
export const sync = {
  title: 'Cloud',
  badge: 'Cloud sync',
  waiting: (count: number): string => `${changes(count)} waiting`,
  upToDate: 'Everything is at the endpoint',
  sending: (count: number): string => `Sending ${changes(count)}`,
  progress: (p: { done: number; total: number }): string => `${p.done} of ${p.total} sent`,
  never: 'not synced yet',
  /** @param time `14:02`, or `2 March, 14:02` when it was another day. */
  lastSynced: (time: string): string => `last synced ${time}`,
  tryAgain: (p: { why: string; seconds: number }): string =>
    p.seconds < 90
      ? `${p.why} Will try again in ${p.seconds}\u00a0s.`
      : `${p.why} Will try again in ${Math.round(p.seconds / 60)}\u00a0min.`,
  delays: {
    unreachable: 'The endpoint cannot be reached.',
    busy: 'The endpoint is busy.',
    server_error: 'The endpoint has a fault.',
    odd_answer: 'The endpoint gave an answer that makes no sense.',
    not_found: 'There is no FitFlow endpoint at this address.',
    unauthorized: 'The endpoint does not know this computer’s token any more.',
    upgrade_needed: 'The endpoint needs a newer FitFlow.',
    fault: 'Sending failed on this computer; its log file says why.',
  } satisfies Record<SyncDelay, string>,
  stops: {
    fork: {
      title: 'Two computers write the same history',
      body: 'The endpoint knows other events in the same place: this studio’s file was copied, and both copies went on. Nothing of either was overwritten.',
    },
    restored: {
      title: 'The endpoint has more than this computer',
      body: 'This studio was restored from a backup. What was booked and paid after that backup is at the endpoint and not here. Enter it again by hand, or restore a newer backup.',
    },
    device_revoked: {
      title: 'This computer may not send any more',
      body: 'Whoever runs the endpoint has withdrawn its permission. Ask them for a new pairing code.',
    },
    tenant_closed: {
      title: 'The studio’s account at the endpoint is closed',
      body: 'Ask whoever runs it. Nothing is lost: every change stays on this computer.',
    },
    wrong_studio: {
      title: 'The endpoint expects another studio',
      body: 'The pairing belongs to another studio or computer. Connect this one with a pairing code of its own.',
    },
  } satisfies Record<SyncStop, { title: string; body: string }>,
  beginEpoch: 'Go on as a new history',
  beginEpochHint:
    'If you go on, what this computer has and writes from there on is kept beside the rest at the endpoint, as a history of its own. Nothing there is overwritten.',
  locked: 'The token is sealed by a passphrase.',
  held: 'Another program holds the file with the token. FitFlow tries again by itself.',
  lost: 'The key store of this computer was wiped or is another one, so the token cannot be read. Nothing is lost: connect again with a new pairing code.',
  passphrase: 'Passphrase',
  passphraseHint:
    'This computer has no key store. The passphrase seals the token; it is asked for at each start and kept nowhere.',
  unlock: 'Unlock',
  intro:
    'FitFlow works without a network. If you connect it to a cloud endpoint, every change is also sent there, in order and exactly once, whenever there is a network.',
  endpoint: 'Address of the endpoint',
  endpointExample: 'https://sync.example.com',
  code: 'Pairing code',
  codeHint:
    'Whoever runs the endpoint gives you one. It is good for one computer and a few minutes.',
  connect: 'Connect',
  connectAgain: 'Connect again',
  pairingProblems: {
    unreachable: 'Nothing answers at this address. Check it, and the network.',
    busy: 'The endpoint is busy. Try it again in a minute.',
    server_error: 'The endpoint has a fault. Try it again later.',
    odd_answer: 'What answers at this address is no FitFlow endpoint.',
    not_found: 'There is no FitFlow endpoint at this address.',
    pairing_refused: 'This pairing code is not known, used or too old. Ask for a new one.',
    studio_mismatch: 'This pairing code belongs to another studio. Ask for one of your own.',
    tenant_closed: 'The studio’s account at the endpoint is closed.',
    too_many_tries: 'Too many codes were tried. Wait a minute.',
    not_kept:
      'This computer could not keep what the endpoint gave: the studio’s folder cannot be written, or another program holds a file there. Try again with the same code, or with a new one.',
  } satisfies Record<PairingProblem, string>,
  rejectionReasons: {
    malformed: 'Is not an event as the endpoint knows them',
    chain_broken: 'Does not follow the event before it',
    hash_mismatch: 'Its hash is not its own',
    data_mismatch: 'Its data was changed',
    attribute_mismatch: 'Contradicts itself',
    too_large: 'Too large',
  } satisfies Record<Rejection['code'], string>,
  connected: 'Connected. What waits is being sent.',
  connection: 'Connection',
  tenant: 'Account',
  since: 'Connected since',
  state: 'State',
  syncNow: 'Sync now',
  disconnect: 'Disconnect',
  disconnectTitle: 'Disconnect this computer?',
  disconnectBody:
    'Nothing more is sent. What is at the endpoint stays there, and everything stays on this computer.',
  disconnected: 'This computer is not connected any more.',
  keep: 'Stay connected',
  waitingBlocks: (count: number): string =>
    `${changes(count)} would not arrive. Sync now, or save them into a file first.`,
  exportWaiting: 'Save waiting changes into a file',
  exported: (p: { file: string; events: number }): string =>
    `${changes(p.events)} saved as ${p.file}.`,
  exporting: (events: number): string => `${changes(events)} written…`,
  exportFailed: (problem: string): string => `They could not be saved: ${problem}`,
  clock: (minutes: number): string =>
    minutes > 0
      ? `This computer’s clock is ${minutes} min ahead. Times of bookings may be wrong: set it.`
      : `This computer’s clock is ${-minutes} min behind. Times of bookings may be wrong: set it.`,
  rejections: 'Not stored at the endpoint',
  rejectionsHint:
    'The endpoint keeps place and hash of these events but not what they say. They are whole on this computer.',
  event: 'Event',
  reason: 'Why',
  details: 'Details',
} as const
