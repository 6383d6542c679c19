/** What is in one set and not in the other. */
export function differences(what: string, is: Set<string>, should: Set<string>): string[] {
  return [
    ...[...is].filter((one) => !should.has(one)).map((one) => `${what} too much: ${one}`),
    ...[...should].filter((one) => !is.has(one)).map((one) => `${what} missing: ${one}`),
  ]
}
