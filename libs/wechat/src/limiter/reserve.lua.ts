import { FACTOR_FUNCTION } from './recovery';

/**
 * Reserves the next slot that all windows of a group allow, in all of them or in none.
 *
 * KEYS: the bucket (a hash), then one list per sliding window (its newest grants first).
 * ARGV: the ask as JSON; the seeds as JSON (times in ms, by window name), or '' when the history was not read yet.
 * Returns {'granted', inMs, kind, window, value, ...} | {'refused', inMs, reason} | {'seed'}.
 *
 * Fields of the bucket, times in milliseconds of Redis: `tat:<window>` when the pace has caught up with its grants,
 * `day:<window>` and `count:<window>`, `seeded:<window>`, `line:<lane>` the last time a refused asker was told to come
 * back, `cutAt`, `reached`, `peak`, `risesFrom`, `recoverMs`, `pausedUntil`, `parkedUntil`.
 */
export const RESERVE_SCRIPT = `
local bucket = KEYS[1]
local ask = cjson.decode(ARGV[1])
local TTL = 172800000
local DAY, UTC8 = 86400000, 28800000

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + tonumber(time[2]) / 1000
local today = math.floor((now + UTC8) / DAY)

local function get(field)
  local value = redis.call('HGET', bucket, field)
  return value and tonumber(value)
end
local function put(field, value)
  redis.call('HSET', bucket, field, string.format('%.3f', value))
end
local function text(value)
  return string.format('%.3f', value)
end

-- A window whose past is unknown is not empty: the history of calls fills it first.
local unseeded = {}
for _, window in ipairs(ask.windows) do
  if window.kind ~= 'pace' and redis.call('HEXISTS', bucket, 'seeded:' .. window.name) == 0 then
    if window.seeded and ARGV[2] == '' then return {'seed'} end
    unseeded[#unseeded + 1] = window
  end
end
local seeds = ARGV[2] == '' and {} or cjson.decode(ARGV[2])
for _, window in ipairs(unseeded) do
  local times = window.seeded and seeds or {}
  if window.kind == 'sliding' then
    for _, at in ipairs(times) do
      redis.call('LPUSH', KEYS[window.key], text(at))
    end
    redis.call('LTRIM', KEYS[window.key], 0, window.limit - 1)
    redis.call('PEXPIRE', KEYS[window.key], TTL)
  else
    local used = 0
    for _, at in ipairs(times) do
      if math.floor((at + UTC8) / DAY) == today then used = used + 1 end
    end
    put('day:' .. window.name, today)
    put('count:' .. window.name, used)
  end
  redis.call('HSET', bucket, 'seeded:' .. window.name, '1')
end

${FACTOR_FUNCTION}
local factor = factorAt(now)

-- The earliest slot that every window allows.
local at, reason, turnsWithDay = now, 'busy', false
local function notBefore(earliest, because)
  if earliest > at then at, reason = earliest, because end
end
local paused, parked = get('pausedUntil'), get('parkedUntil')
if paused then notBefore(paused, 'paused') end
for _, window in ipairs(ask.windows) do
  if window.kind == 'pace' then
    local burst = factor < 1 and 1 or window.burst
    window.step = (window.windowMs + window.guardMs) / math.max(window.limit - window.burst, 1) / factor
    window.tat = get('tat:' .. window.name)
    if not window.tat then
      -- Nothing is known: the last grants before the loss may lie a moment ahead, and the burst may be used.
      window.tat = now + ask.momentMs + burst * window.step
      put('tat:' .. window.name, window.tat)
    end
    notBefore(window.tat - (burst - 1) * window.step, 'busy')
  elseif window.kind == 'sliding' then
    local oldest = redis.call('LINDEX', KEYS[window.key], window.limit - 1)
    if oldest then
      local free = tonumber(oldest) + window.windowMs + window.guardMs
      window.full = free > now
      notBefore(free, 'quota')
    end
  else
    window.used = get('day:' .. window.name) == today and get('count:' .. window.name) or 0
    if window.used >= window.limit then
      notBefore((today + 1) * DAY - UTC8, 'quota')
      turnsWithDay = true
    end
  end
end
if parked and parked > at then
  notBefore(parked, 'parked')
  turnsWithDay = true
end

redis.call('PEXPIRE', bucket, TTL)

if at - now > ask.momentMs then
  -- Those who are refused stand in a line, so that they do not all come back at once.
  local back, longest = at, 300000
  if turnsWithDay then return {'refused', text(at - now + ask.random * 60000), reason} end
  local line = get('line:' .. ask.lane)
  for _, window in ipairs(ask.windows) do
    longest = math.max(longest, window.kind == 'day' and 0 or window.windowMs)
    if line and line >= at - 0.0005 then
      if window.kind == 'pace' then
        back = math.max(back, line + window.step)
      elseif window.full then
        local free = line + (window.windowMs + window.guardMs) / window.limit
        local log = redis.call('LRANGE', KEYS[window.key], 0, window.limit - 1)
        for i = #log, 1, -1 do
          local frees = tonumber(log[i]) + window.windowMs + window.guardMs
          if frees > line + 0.0005 then
            free = frees
            break
          end
        end
        back = math.max(back, free)
      end
    end
  end
  if back - now > 2 * longest then
    -- The line also holds places of askers that are gone; it may not grow without end.
    back = at + ask.random * longest
  else
    put('line:' .. ask.lane, back)
  end
  -- Early enough for a job that comes a little late: it waits for its slot, and no slot passes unused.
  return {'refused', text(back - now - ask.momentMs / 2), reason}
end

local granted = {'granted', text(at - now)}
local function mark(window, value)
  for _, part in ipairs({window.kind, window.name, value}) do granted[#granted + 1] = part end
end
for _, window in ipairs(ask.windows) do
  if window.kind == 'pace' then
    put('tat:' .. window.name, math.max(window.tat, at) + window.step)
  elseif window.kind == 'sliding' then
    local key = KEYS[window.key]
    local newest = redis.call('LINDEX', key, 0)
    local entry = text(math.max(at, newest and tonumber(newest) + 0.001 or 0))
    redis.call('LPUSH', key, entry)
    mark(window, entry)
    redis.call('LTRIM', key, 0, window.limit - 1)
    redis.call('PEXPIRE', key, TTL)
  else
    put('day:' .. window.name, today)
    put('count:' .. window.name, window.used + 1)
    mark(window, text(today))
  end
end
return granted
`;
