import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { configFromUrl } from '../../../main/events/broker-config.ts'
import { brokerRelayName } from '../../../main/events/broker-relay.ts'
import { runUnlimited } from '../../../main/events/run-limited.ts'
import type { Pattern, SubscriptionOptions } from '../../../main/events/subscriptions.ts'
import type { FitFlowEvent } from '../../../shared/events/event.ts'
import type { BrokerMachine } from '../brokers/broker-machine.ts'
import { HandledEvents } from '../handled-events.ts'
import { openTestStudio, type TestStudio } from '../open-test-studio.ts'
import { until } from '../until.ts'

let studios = 0

type Options = Partial<SubscriptionOptions> & { readonly fails?: (event: FitFlowEvent) => boolean }

/** A real studio whose handlers get their events through a carrier; embedded where there is no machine. */
export class CarriedStudio {
  readonly studio: TestStudio
  readonly machine: BrokerMachine | null
  readonly url: string
  #handled: HandledEvents

  constructor(machine: BrokerMachine | null) {
    studios += 1
    this.machine = machine
    // Studios of tests are copies of one, and share a server: each has names of its own there.
    this.url = machine === null ? '' : `${machine.url}?namespace=t${process.pid}-${studios}`
    // A machine that stalls must not look like a handler that hangs.
    this.studio = openTestStudio({}, runUnlimited)
    this.#handled = new HandledEvents(this.studio)
  }

  /** Subscribes a handler that leaves a row in its own transaction. */
  on(name: string, pattern: Pattern | readonly Pattern[], options: Options = {}): void {
    const { fails = () => false, ...rest } = options
    this.studio.app.bus.on(pattern, this.#handled.failing(name, fails), {
      name,
      tier: 'after_commit',
      asyncReady: true,
      ...rest,
    })
  }

  /** Subscribes one that leaves a line in a file, as something outside of the database would. */
  onOutside(name: string, options: Options = {}): void {
    const { fails = () => false, ...rest } = options
    this.studio.app.bus.onOutside(
      'client.*',
      async (event, key) => {
        await Promise.resolve()
        appendFileSync(this.#outsideFile(name), `${event.seq} ${key}\n`)
        if (fails(event)) throw new Error('No answer from outside')
      },
      { name, asyncReady: true, ...rest },
    )
  }

  /** Begins, as FitFlow does when its window is open. */
  async begin(): Promise<void> {
    const switched = this.switchOn()
    this.studio.app.delivery.start()
    await switched
  }

  async switchOn(): Promise<void> {
    if (this.machine) await this.studio.app.bus.enableAsyncMode(configFromUrl(this.url))
  }

  switchOff(): Promise<void> {
    return this.studio.app.bus.disableAsyncMode()
  }

  /** Which events a handler's effect is there for, in the order it came to be. */
  handledBy(name: string): number[] {
    return this.#handled.of(name)
  }

  /** What came out at the other end of a handler with effects outside. */
  doneOutsideBy(name: string): { readonly seq: number; readonly key: string }[] {
    const file = this.#outsideFile(name)
    if (!existsSync(file)) return []
    return readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' ') as [string, string])
      .map(([seq, key]) => ({ seq: Number(seq), key }))
  }

  /** Waits until every event is sent, and handled or set aside by everybody. */
  settled(): Promise<void> {
    return until(() => this.#behind().length === 0, {
      withinMs: 60_000,
      told: () => JSON.stringify([this.#behind(), this.studio.app.asyncMode.state]),
    })
  }

  /** Lets the relay send everything once more, as after an answer that was lost. */
  sendAgainFrom(seq: number): void {
    this.studio.app.database
      .prepare('UPDATE event_subscriptions SET cursor_seq = ? WHERE service_name = ?')
      .run(seq, brokerRelayName)
  }

  /** The marks of events above a checkpoint. */
  marks(): unknown[] {
    return this.studio.rows('SELECT * FROM processed_events')
  }

  #behind(): unknown[] {
    return this.studio.rows(
      `SELECT service_name, cursor_seq FROM event_subscriptions
       WHERE tier <> 'inline' AND status = 'running'
       AND cursor_seq < (SELECT seq FROM event_log_head)`,
    )
  }

  #outsideFile(name: string): string {
    return join(dirname(this.studio.file), `${name}.txt`)
  }
}
