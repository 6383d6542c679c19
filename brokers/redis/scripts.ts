/**
 * What Redis does in one step, so that a source that appears and a subscriber that appears at the same
 * moment always find each other. The first two keys of each are the set of sources and the set of
 * subscribers; a stream's key is the prefix in `ARGV[1]` and its source.
 */

/**
 * Appends events: `ARGV` from 2 on is source, sequence number and text of each. One that is there
 * already is passed over: an id that does not grow is refused by Redis itself.
 */
export const appendEvents = `
  local subscribers = redis.call('SMEMBERS', KEYS[2])
  for i = 2, #ARGV, 3 do
    local stream = ARGV[1] .. ARGV[i]
    if redis.call('SADD', KEYS[1], ARGV[i]) == 1 then
      for _, name in ipairs(subscribers) do
        redis.pcall('XGROUP', 'CREATE', stream, name, '0', 'MKSTREAM')
      end
    end
    local added = redis.pcall('XADD', stream, ARGV[i + 1] .. '-0', 'event', ARGV[i + 2])
    if type(added) == 'table' and added.err and not string.find(added.err, 'equal or smaller') then
      return added
    end
    if #subscribers == 0 then redis.call('XTRIM', stream, 'MAXLEN', 0) end
  end
`

/** Adds the subscriber `ARGV[2]` to every stream, from its end on. Where it is already, it stays. */
export const addSubscriber = `
  redis.call('SADD', KEYS[2], ARGV[2])
  for _, source in ipairs(redis.call('SMEMBERS', KEYS[1])) do
    local made = redis.pcall('XGROUP', 'CREATE', ARGV[1] .. source, ARGV[2], '$', 'MKSTREAM')
    if made.err and not string.find(made.err, 'BUSYGROUP') then return made end
  end
`

/** Takes the subscriber `ARGV[2]` from every stream. */
export const removeSubscriber = `
  redis.call('SREM', KEYS[2], ARGV[2])
  for _, source in ipairs(redis.call('SMEMBERS', KEYS[1])) do
    redis.pcall('XGROUP', 'DESTROY', ARGV[1] .. source, ARGV[2])
  end
`

/**
 * Removes from every stream what all subscribers acknowledged: what is before the first event that any
 * of them was not brought, or did not acknowledge. The stream remembers its last id, so that what was
 * removed is still known when it is sent again.
 */
export const trimStreams = `
  local function number(id) return tonumber(string.match(id, '^%d+')) end
  for _, source in ipairs(redis.call('SMEMBERS', KEYS[1])) do
    local stream = ARGV[1] .. source
    local needed = nil
    for _, group in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
      local facts = {}
      for i = 1, #group, 2 do facts[group[i]] = group[i + 1] end
      local from = number(facts['last-delivered-id']) + 1
      if facts['pending'] > 0 then
        from = number(redis.call('XPENDING', stream, facts['name'])[2])
      end
      if needed == nil or from < needed then needed = from end
    end
    if needed == nil then
      redis.call('XTRIM', stream, 'MAXLEN', 0)
    else
      redis.call('XTRIM', stream, 'MINID', string.format('%.0f-0', needed))
    end
  end
`
