/** Writes one line for the person at the terminal. Tools speak through this, so that their output stays short and plain. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/**
 * A failure that a person can act on: the message names the thing and the next step.
 * Tools print it without a stack; anything else that is thrown is a bug and keeps its stack.
 */
export class NextStepError extends Error {
  override name = 'NextStepError'
}

/**
 * Runs a tool's body and ends the process with the exit code it returns.
 *
 * @example
 * runTool(async () => (await findElectron()) ? 0 : 1)
 */
export function runTool(body: () => Promise<number>): void {
  body().then(
    (code) => process.exit(code),
    (error: unknown) => {
      const text =
        error instanceof NextStepError
          ? error.message
          : error instanceof Error
            ? (error.stack ?? error.message)
            : String(error)
      process.stderr.write(`${text}\n`)
      process.exit(1)
    },
  )
}
