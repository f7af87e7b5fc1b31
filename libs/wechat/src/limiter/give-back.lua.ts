/**
 * Takes back a grant that was not used. KEYS: the bucket, then the list of each sliding window among the marks, in their
 * order. ARGV: kind, window and value of each mark, as the reservation returned them.
 */
export const GIVE_BACK_SCRIPT = `
local bucket, lists = KEYS[1], 1
for i = 1, #ARGV, 3 do
  local kind, window, value = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if kind == 'sliding' then
    lists = lists + 1
    redis.call('LREM', KEYS[lists], 1, value)
  elseif redis.call('HGET', bucket, 'day:' .. window) == value then
    local count = tonumber(redis.call('HGET', bucket, 'count:' .. window) or '0')
    redis.call('HSET', bucket, 'count:' .. window, string.format('%.3f', math.max(0, count - 1)))
  end
end
return 'OK'
`;
