/** What stands in for a library that does not work inside a bundle. */
export const bundledLibraries = [
  // Kafka's compression reads a file beside itself; this one has it inside.
  { find: /^@platformatic\/wasm-utils$/, replacement: '@platformatic/wasm-utils/bundled' },
]
