/** A real broker of the tests' own. */
export interface BrokerMachine {
  /** As `brokerFromUrl` reads it. */
  readonly url: string
  /** `kill -9`. Resolves when it is gone. */
  kill(): Promise<void>
  /** Starts it again with the same data on the same port; one that still runs is killed first. */
  restart(): Promise<void>
  /** Ends it for good and removes what it kept. */
  stop(): Promise<void>
}
