import { z } from 'zod'
import { contracts, type CommandName } from '../../shared/contracts.ts'

type Schema = Record<string, unknown>

/**
 * A command's input with `text` in every place in which people may write what they like: where it
 * had one, and where it had none. What is a code, an id, a time, a number of a phone or a PIN is left.
 *
 * @param isLeft says of a field by its path whether it is left as it is
 * @returns null when the command has no such place
 */
export function writeEverywhere(
  name: CommandName,
  input: unknown,
  text: string,
  isLeft: (path: string) => boolean,
): unknown {
  const contract = contracts[name]
  const schema = z.toJSONSchema(contract.input, { io: 'input', unrepresentable: 'any' }) as Schema
  let written = structuredClone(input)
  let isWritten = false
  for (const path of placesIn(schema, input)) {
    if (isLeft(path.join('.'))) continue
    const tried = writtenAt(written, path, text)
    if (!contract.input.safeParse(tried).success) continue
    written = tried
    isWritten = true
  }
  return isWritten ? written : null
}

/** The paths of the places that {@link writeEverywhere} writes into, where the input is right. */
export function textPlaces(name: CommandName, input: unknown): string[][] {
  const contract = contracts[name]
  const schema = z.toJSONSchema(contract.input, { io: 'input', unrepresentable: 'any' }) as Schema
  return placesIn(schema, input).filter(
    (path) => contract.input.safeParse(writtenAt(input, path, 'Ann Lee')).success,
  )
}

/** The input with this text in one place. */
export function writtenAt(input: unknown, path: readonly string[], text: string): unknown {
  const written = structuredClone(input)
  put(written, path, text)
  return written
}

/** The paths of all plain texts that an input has or could have. */
function placesIn(schema: Schema, value: unknown, path: readonly string[] = []): string[][] {
  const options = (schema['anyOf'] ?? schema['oneOf'] ?? []) as Schema[]
  if (options.length > 0) return options.flatMap((option) => placesIn(option, value, path))
  if (schema['type'] === 'string') {
    const isPlain = ['format', 'pattern', 'enum', 'const'].every((key) => !(key in schema))
    return isPlain ? [[...path]] : []
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      // A pair has no `items`; in none of ours stand words.
      placesIn((schema['items'] ?? {}) as Schema, item, [...path, String(index)]),
    )
  }
  if (typeof value !== 'object' || value === null) return []
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>
  return Object.entries(properties).flatMap(([key, inner]) =>
    placesIn(inner, (value as Record<string, unknown>)[key], [...path, key]),
  )
}

function put(target: unknown, path: readonly string[], text: string): void {
  const [key, ...rest] = path as [string, ...string[]]
  const object = target as Record<string, unknown>
  if (rest.length === 0) object[key] = text
  else put(object[key], rest, text)
}
