namespace Gateway.Cluster;

/// <summary>
/// Records. Each is a hash: <c>v</c> version, <c>o</c> owner, <c>j</c> JSON, <c>x</c> its end in ticks, <c>r</c> whether
/// it was removed. Versions are microseconds of Redis's clock, and rise with each write.
/// </summary>
internal static partial class RedisScripts
{
    private const string Clock = """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
        local stamp = clock[1] * 1000000 + clock[2]
        local function number(value) return string.format('%.0f', value) end
        local function lasts(key)
          local last = redis.call('ZREVRANGE', key, 0, 0, 'WITHSCORES')
          if last[2] then redis.call('PEXPIREAT', key, number(math.ceil(tonumber(last[2])))) end
        end

        """;

    private const string Index = """
        local function index(key, id, ends)
          redis.call('ZADD', key, number(ends), id)
          redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
          lasts(key)
        end

        """;

    // What is forgotten is dropped a few at a time.
    private const string Note = """
        local function note(removed, removedEnds, name, ends)
          local at, last = stamp, redis.call('ZREVRANGE', removed, 0, 0, 'WITHSCORES')
          if last[2] and tonumber(last[2]) >= at then at = tonumber(last[2]) + 1 end
          redis.call('ZADD', removed, number(at), name)
          redis.call('ZADD', removedEnds, number(ends), name)
          for _, old in ipairs(redis.call('ZRANGEBYSCORE', removedEnds, '-inf', now, 'LIMIT', 0, 100)) do
            redis.call('ZREM', removed, old)
            redis.call('ZREM', removedEnds, old)
          end
          lasts(removedEnds)
          local life = redis.call('PTTL', removedEnds)
          if life > 0 then redis.call('PEXPIRE', removed, life) end
        end

        """;

    /// <summary>Reads records. KEYS: epoch, then each record. Answers epoch or false, then version, owner, JSON, end and whether it was removed of each; the version is false where there is none.</summary>
    public const string ReadRecords = """
        local answer = { redis.call('GET', KEYS[1]) }
        for i = 2, #KEYS do answer[i] = redis.call('HMGET', KEYS[i], 'v', 'o', 'j', 'x', 'r') end
        return answer
        """;

    /// <summary>
    /// Reads the records in an index, and drops from it what is not there. KEYS: epoch, index. ARGV: what their keys
    /// begin with. Answers epoch or false, then id and what <see cref="ReadRecords"/> answers of each.
    /// </summary>
    public const string ListRecords = Clock + """
        local answer = { redis.call('GET', KEYS[1]) }
        for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. number(now), '+inf')) do
          local found = redis.call('HMGET', ARGV[1] .. id, 'v', 'o', 'j', 'x', 'r')
          if found[1] and found[5] == '0' then
            answer[#answer + 1] = id
            answer[#answer + 1] = found
          else
            redis.call('ZREM', KEYS[2], id)
          end
        end
        return answer
        """;

    /// <summary>
    /// Writes a record. KEYS: record, index of everybody, of the owner, removed, their ends. ARGV: id, name, owner, JSON,
    /// end (ticks), life (ms), whether a removed one stays removed, most of the owner (0: any), whether the oldest makes
    /// room, and then 'any', 'new' or 'same' with owner, JSON and end of what is to be there.
    /// Answers the version, or 0 if something else is there and -1 if there is no room, and whose id has to make room.
    /// </summary>
    public const string WriteRecord = Clock + Index + """
        local found = redis.call('HMGET', KEYS[1], 'v', 'o', 'j', 'x', 'r')
        local there = found[1] and found[5] == '0'
        if found[1] and not there and ARGV[7] == '1' then return { '0' } end
        if ARGV[10] == 'new' and there then return { '0' } end
        if ARGV[10] == 'same' and not (there and found[2] == ARGV[11] and found[3] == ARGV[12] and found[4] == ARGV[13]) then return { '0' } end
        local most, oldest = tonumber(ARGV[8]), nil
        if most > 0 and not there then
          redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now)
          if redis.call('ZCARD', KEYS[3]) >= most then
            if ARGV[9] ~= '1' then return { '-1' } end
            oldest = redis.call('ZRANGE', KEYS[3], 0, 0)[1]
          end
        end
        local version = stamp
        if found[1] and tonumber(found[1]) >= version then version = tonumber(found[1]) + 1 end
        redis.call('DEL', KEYS[1])
        redis.call('HSET', KEYS[1], 'v', number(version), 'o', ARGV[3], 'j', ARGV[4], 'x', ARGV[5], 'r', '0')
        redis.call('PEXPIRE', KEYS[1], ARGV[6])
        index(KEYS[2], ARGV[1], now + ARGV[6])
        index(KEYS[3], ARGV[1], now + ARGV[6])
        redis.call('ZREM', KEYS[4], ARGV[2])
        redis.call('ZREM', KEYS[5], ARGV[2])
        if oldest then return { number(version), oldest } end
        return { number(version) }
        """;

    /// <summary>
    /// Removes a record, and keeps in mind that it was. KEYS: record, index of everybody, removed, their ends. ARGV: id,
    /// name, what indices of owners of this kind begin with, how much longer than the record that is kept in mind (ms),
    /// and of the copy that the asking node has: life (ms, 0: it has none), version, owner, end (ticks).
    /// Answers whether there was one, then what <see cref="ReadRecords"/> answers.
    /// </summary>
    public const string RemoveRecord = Clock + Note + """
        local found = redis.call('HMGET', KEYS[1], 'v', 'o', 'x', 'r')
        if found[1] and found[4] == '1' then return { 0, found[1], found[2], false, found[3], '1' } end
        if not found[1] and ARGV[5] == '0' then return { 0, false } end
        local life, owner, ends = tonumber(ARGV[5]), ARGV[7], ARGV[8]
        local version = math.max(stamp, tonumber(ARGV[6]) + 1)
        if found[1] then
          life, owner, ends = math.max(redis.call('PTTL', KEYS[1]), life), found[2], found[3]
          version = math.max(version, tonumber(found[1]) + 1)
        end
        life = life + tonumber(ARGV[4])
        redis.call('DEL', KEYS[1])
        redis.call('HSET', KEYS[1], 'v', number(version), 'o', owner, 'x', ends, 'r', '1')
        redis.call('PEXPIRE', KEYS[1], number(life))
        redis.call('ZREM', KEYS[2], ARGV[1])
        redis.call('ZREM', ARGV[3] .. owner, ARGV[1])
        note(KEYS[3], KEYS[4], ARGV[2], now + life)
        return { 1, number(version), owner, false, ends, '1' }
        """;

    /// <summary>
    /// Writes a node's copy of a record, or its note that it was removed, if that is the latest. KEYS: record, index of
    /// everybody, of the owner, removed, their ends. ARGV: id, name, owner, JSON, end (ticks), life (ms), version, whether
    /// it was removed, whether a removal wins over any version. Answers the version that is there now.
    /// </summary>
    public const string ReturnRecord = Clock + Index + Note + """
        local found = redis.call('HMGET', KEYS[1], 'v', 'r')
        if found[1] then
          local wins = tonumber(ARGV[7]) > tonumber(found[1])
          if ARGV[9] == '1' and found[2] ~= ARGV[8] then wins = ARGV[8] == '1' end
          if not wins then return found[1] end
        end
        redis.call('DEL', KEYS[1])
        redis.call('HSET', KEYS[1], 'v', ARGV[7], 'o', ARGV[3], 'x', ARGV[5], 'r', ARGV[8])
        if ARGV[8] == '0' then redis.call('HSET', KEYS[1], 'j', ARGV[4]) end
        redis.call('PEXPIRE', KEYS[1], ARGV[6])
        if ARGV[8] == '0' then
          index(KEYS[2], ARGV[1], now + ARGV[6])
          index(KEYS[3], ARGV[1], now + ARGV[6])
          redis.call('ZREM', KEYS[4], ARGV[2])
          redis.call('ZREM', KEYS[5], ARGV[2])
        else
          redis.call('ZREM', KEYS[2], ARGV[1])
          redis.call('ZREM', KEYS[3], ARGV[1])
          note(KEYS[4], KEYS[5], ARGV[2], now + ARGV[6])
        end
        return ARGV[7]
        """;

    /// <summary>
    /// What was removed since a node last asked. KEYS: removed. ARGV: what the keys of records begin with, since when (as
    /// answered before; 0: ever), how many at most. Answers, in order, when, name, version, owner and end (ticks) of each;
    /// the version is false where it was forgotten.
    /// </summary>
    public const string RemovedSince = """
        local answer = {}
        local some = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[2], '+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[3])
        for i = 1, #some, 2 do
          local found = redis.call('HMGET', ARGV[1] .. some[i], 'v', 'o', 'x', 'r')
          local version = found[1]
          if found[4] ~= '1' then version = false end
          for _, value in ipairs({ some[i + 1], some[i], version, found[2] or '', found[3] or '0' }) do answer[#answer + 1] = value end
        end
        return answer
        """;
}
