import { newId } from '../../../shared/ids.ts'
import type { TestMessage } from '../../../shared/messages.ts'
import { topics } from '../../../shared/topics.ts'
import type { UnitOfWork } from '../../db/unit-of-work.ts'
import type { FindProxy } from '../../network/find-proxy.ts'
import type { Secrets } from '../secrets.ts'
import { readStudio } from '../studio/index.ts'
import { composeTest, messageIdOf } from './compose-message.ts'
import { findSettings, mailServerOf } from './message-settings.ts'
import {
  findProxyTo,
  MailLine,
  unreadablePassword,
  usualLimits,
  type SendLimits,
} from './send-by-smtp.ts'

/** Tries the mail server out and keeps its answer, for as long as FitFlow runs. */
export class TestMessageSender {
  readonly #work: UnitOfWork
  readonly #secrets: Secrets
  readonly #limits: SendLimits
  readonly #onAccepted: () => void
  readonly #findProxy: FindProxy
  readonly #abandon = new AbortController()
  #last: TestMessage | null = null

  /** @param onAccepted the server answers again: what waits for it may go. */
  constructor(
    work: UnitOfWork,
    secrets: Secrets,
    onAccepted: () => void,
    findProxy: FindProxy,
    limits: SendLimits = usualLimits,
  ) {
    this.#work = work
    this.#secrets = secrets
    this.#onAccepted = onAccepted
    this.#findProxy = findProxy
    this.#limits = limits
  }

  /** What became of the last one; null when none was sent. */
  get last(): TestMessage | null {
    return this.#last
  }

  /** Sends a test message with the saved settings. */
  async send(to: string): Promise<void> {
    const settings = findSettings(this.#work.database)
    if (!settings) return
    this.#tell({ state: 'sending', to, answer: null })
    const { name } = readStudio(this.#work.database)
    const mail = composeTest(settings, name, to, messageIdOf(newId(), settings))
    const server = mailServerOf(settings, this.#secrets)
    const proxy = server && (await findProxyTo(server, this.#findProxy))
    const line = server && new MailLine(server, this.#limits, proxy)
    const { kind, answer } = (await line?.send(mail, this.#abandon.signal)) ?? unreadablePassword
    line?.close()
    if (this.#abandon.signal.aborted) return
    this.#tell({ state: kind === 'sent' ? 'accepted' : 'refused', to, answer })
    if (kind === 'sent') this.#onAccepted()
  }

  /** Gives up what is on its way. */
  close(): void {
    this.#abandon.abort()
  }

  #tell(test: Omit<TestMessage, 'at'>): void {
    this.#last = { ...test, at: this.#work.now() }
    this.#work.announce(topics.messages)
  }
}
