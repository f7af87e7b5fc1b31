import { BURST_PAUSE_MS, FACTOR_FUNCTION, PEAK_FUNCTION } from './recovery';

/**
 * Learns from a complaint of WeChat's. KEYS: the bucket. ARGV: 'burst', 'minute' or 'day'; how long recovery takes, in ms.
 * The pace is cut at most once a second, however many calls were refused in it.
 */
export const THROTTLE_SCRIPT = `
local bucket, signal, recoverMs = KEYS[1], ARGV[1], tonumber(ARGV[2])
local DAY, UTC8 = 86400000, 28800000
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + tonumber(time[2]) / 1000

local function get(field)
  local value = redis.call('HGET', bucket, field)
  return value and tonumber(value)
end
local function put(field, value)
  redis.call('HSET', bucket, field, string.format('%.3f', value))
end
${FACTOR_FUNCTION}${PEAK_FUNCTION}
if signal == 'day' then
  put('parkedUntil', (math.floor((now + UTC8) / DAY) + 1) * DAY - UTC8 + 1000)
else
  local pause = signal == 'minute' and (math.floor(now / 60000) + 1) * 60000 or now + ${BURST_PAUSE_MS}
  local pausedUntil = math.max(pause, get('pausedUntil') or 0)
  put('pausedUntil', pausedUntil)
  local cutAt = get('cutAt')
  if not cutAt or now - cutAt >= 1000 then
    local reached = factorAt(now)
    put('peak', peakOf(reached))
    put('reached', reached)
    put('risesFrom', pausedUntil)
    put('recoverMs', recoverMs)
    put('cutAt', now)
  end
end
redis.call('PEXPIRE', bucket, 172800000)
return 'OK'
`;
