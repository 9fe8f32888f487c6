namespace Gateway.Cluster;

/// <summary>
/// What has to happen in Redis as one step. All times are Redis's own, so that the nodes' clocks need not agree. The
/// keys of all nodes are read inside: one Redis is meant, with its replicas, not a Redis Cluster of several shards.
/// </summary>
internal static partial class RedisScripts
{
    /// <summary>
    /// A heartbeat. KEYS: epoch, node key, protection, nodes, node, its terminals, its running.
    /// ARGV: node id, record, node life, directory life, shared life (ms), node prefix.
    /// Answers: epoch or false, time (ms), entries, ids of the protection keys, then id and record or false of every node.
    /// </summary>
    public const string Beat = """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
        for i = 1, 3 do redis.call('PEXPIRE', KEYS[i], ARGV[5]) end
        redis.call('SET', KEYS[5], ARGV[2], 'PX', ARGV[3])
        redis.call('ZADD', KEYS[4], now, ARGV[1])
        redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', now - 60000)
        redis.call('PEXPIRE', KEYS[4], 120000)
        redis.call('PEXPIRE', KEYS[6], ARGV[4])
        redis.call('PEXPIRE', KEYS[7], ARGV[4])
        local answer = { redis.call('GET', KEYS[1]), now, redis.call('HLEN', KEYS[6]), redis.call('HKEYS', KEYS[3]) }
        for _, id in ipairs(redis.call('ZRANGE', KEYS[4], 0, -1)) do
          answer[#answer + 1] = id
          answer[#answer + 1] = redis.call('GET', ARGV[6] .. id)
        end
        return answer
        """;

    /// <summary>
    /// Agrees on what all nodes share: what is there stays, what is missing is taken from this node.
    /// KEYS: epoch, node key, protection. ARGV: epoch, node key, shared life (ms), then id and XML of each protection key.
    /// Answers: epoch, node key, then the XML of every protection key.
    /// </summary>
    public const string Join = """
        redis.call('SET', KEYS[1], ARGV[1], 'NX')
        redis.call('SET', KEYS[2], ARGV[2], 'NX')
        for i = 4, #ARGV, 2 do redis.call('HSETNX', KEYS[3], ARGV[i], ARGV[i + 1]) end
        for i = 1, 3 do redis.call('PEXPIRE', KEYS[i], ARGV[3]) end
        local answer = { redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2]) }
        for _, key in ipairs(redis.call('HVALS', KEYS[3])) do answer[#answer + 1] = key end
        return answer
        """;

    /// <summary>A node that stops takes its name and its part of the directory away. KEYS: nodes, node, its terminals, its running. ARGV: node id.</summary>
    public const string Leave = "redis.call('ZREM', KEYS[1], ARGV[1]) return redis.call('DEL', KEYS[2], KEYS[3], KEYS[4])";

    /// <summary>
    /// Counts over all nodes, and enters the terminal if there is room. KEYS: nodes, visitor, terminals, running, opens
    /// of the visitor, opens of the address. ARGV: node prefix, node id, terminal, entry, per visitor, per gateway (0:
    /// any), opens a minute of a visitor, of an address, directory life, visitor life (ms). What a lost node had does
    /// not count: its visitors are told to open anew.
    /// </summary>
    public const string Claim = """
        for i = 5, 6 do
          local opens = redis.call('INCR', KEYS[i])
          if opens == 1 then redis.call('PEXPIRE', KEYS[i], 60000) end
          if opens > tonumber(ARGV[i + 2]) then return 'rate' end
        end
        local mine = redis.call('HGETALL', KEYS[2])
        local count = 0
        for i = 1, #mine, 2 do
          local node = ARGV[1] .. mine[i + 1]
          if redis.call('HEXISTS', node .. ':terminals', mine[i]) == 0 then redis.call('HDEL', KEYS[2], mine[i])
          elseif redis.call('EXISTS', node) == 1 and redis.call('SISMEMBER', node .. ':running', mine[i]) == 1 then count = count + 1 end
        end
        if count >= tonumber(ARGV[5]) then return 'visitor' end
        if tonumber(ARGV[6]) > 0 then
          local all = 0
          for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
            if redis.call('EXISTS', ARGV[1] .. id) == 1 then all = all + redis.call('SCARD', ARGV[1] .. id .. ':running') end
          end
          if all >= tonumber(ARGV[6]) then return 'gateway' end
        end
        redis.call('HSET', KEYS[2], ARGV[3], ARGV[2])
        redis.call('PEXPIRE', KEYS[2], ARGV[10])
        redis.call('HSET', KEYS[3], ARGV[3], ARGV[4])
        redis.call('SADD', KEYS[4], ARGV[3])
        redis.call('PEXPIRE', KEYS[3], ARGV[9])
        redis.call('PEXPIRE', KEYS[4], ARGV[9])
        return 'ok'
        """;

    /// <summary>
    /// Writes what became of some of this node's terminals. KEYS: terminals, running, then each one's visitor.
    /// ARGV: node id, directory life, visitor life (ms), then terminal, entry (empty: it is gone) and whether it runs, of each.
    /// </summary>
    public const string Write = """
        for i = 3, #KEYS do
          local at = 4 + (i - 3) * 3
          local terminal, entry, runs = ARGV[at], ARGV[at + 1], ARGV[at + 2]
          if entry == '' then
            redis.call('HDEL', KEYS[1], terminal)
            redis.call('HDEL', KEYS[i], terminal)
          else
            redis.call('HSET', KEYS[1], terminal, entry)
            redis.call('HSET', KEYS[i], terminal, ARGV[1])
            redis.call('PEXPIRE', KEYS[i], ARGV[3])
          end
          if runs == '1' then redis.call('SADD', KEYS[2], terminal) else redis.call('SREM', KEYS[2], terminal) end
        end
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        return redis.call('PEXPIRE', KEYS[2], ARGV[2])
        """;

    /// <summary>Looks for a terminal on every node. KEYS: nodes, epoch. ARGV: node prefix, terminal. Answers epoch or false and, where it was found, node id, entry, and record or false.</summary>
    public const string Find = """
        for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
          local entry = redis.call('HGET', ARGV[1] .. id .. ':terminals', ARGV[2])
          if entry then return { redis.call('GET', KEYS[2]), id, entry, redis.call('GET', ARGV[1] .. id) } end
        end
        return { redis.call('GET', KEYS[2]) }
        """;

    /// <summary>A visitor's terminals. KEYS: visitor, epoch. ARGV: node prefix. Answers epoch or false, then terminal, node id, entry, and record or false of each.</summary>
    public const string List = """
        local mine = redis.call('HGETALL', KEYS[1])
        local answer = { redis.call('GET', KEYS[2]) }
        for i = 1, #mine, 2 do
          local entry = redis.call('HGET', ARGV[1] .. mine[i + 1] .. ':terminals', mine[i])
          if entry then
            answer[#answer + 1] = mine[i]
            answer[#answer + 1] = mine[i + 1]
            answer[#answer + 1] = entry
            answer[#answer + 1] = redis.call('GET', ARGV[1] .. mine[i + 1])
          end
        end
        return answer
        """;

    /// <summary>Reads a session and puts its end off. KEYS: session, epoch. Answers epoch or false where there is none, or its data, its sliding time and the time to its absolute end (ms, 0: none).</summary>
    public const string ReadSession = """
        local found = redis.call('HMGET', KEYS[1], 'd', 's', 'a')
        if not found[1] then return { redis.call('GET', KEYS[2]) } end
        local life, left = tonumber(found[2]), 0
        if found[3] ~= '0' then
          local clock = redis.call('TIME')
          left = math.max(tonumber(found[3]) - clock[1] * 1000 - math.floor(clock[2] / 1000), 1)
        end
        if life > 0 then
          if left > 0 then life = math.min(life, left) end
          redis.call('PEXPIRE', KEYS[1], life)
        end
        return { found[1], tonumber(found[2]), left }
        """;

    /// <summary>
    /// Writes a session. KEYS: session. ARGV: data, sliding time (ms, 0: none), time to its absolute end (ms, 0: none),
    /// whether one that is there stays, and then answers 0. Without both times it is kept for a day, so that nothing stays for ever.
    /// </summary>
    public const string WriteSession = """
        if ARGV[4] == '1' and redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
        local sliding, left, ends = tonumber(ARGV[2]), tonumber(ARGV[3]), 0
        if left > 0 then
          local clock = redis.call('TIME')
          ends = clock[1] * 1000 + math.floor(clock[2] / 1000) + left
        end
        local life = left
        if sliding > 0 and (left == 0 or sliding < left) then life = sliding end
        if life == 0 then life = 86400000 end
        redis.call('DEL', KEYS[1])
        redis.call('HSET', KEYS[1], 'd', ARGV[1], 's', sliding, 'a', string.format('%.0f', ends))
        redis.call('PEXPIRE', KEYS[1], life)
        return 1
        """;

    /// <summary>
    /// Counts an attempt to sign in, by <see cref="Access.AttemptRule"/>. KEYS: attempts of the name, of the name at the
    /// address, whether that is known, attempts of the address. ARGV: free and longest wait of a name, of an address,
    /// window (ms), most above free. Answers the time to wait (ms), and 0 if it was counted.
    /// </summary>
    public const string EnterAttempt = """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
        local window, wait, levels = tonumber(ARGV[5]), 0, {}
        local keys = { redis.call('EXISTS', KEYS[3]) == 1 and KEYS[2] or KEYS[1], KEYS[4] }
        for i = 1, 2 do
          local free, longest, level = tonumber(ARGV[i * 2 - 1]), tonumber(ARGV[i * 2]), 0
          local found = redis.call('HMGET', keys[i], 'n', 't')
          if found[1] then
            local since = math.max(now - tonumber(found[2]), 0)
            level = math.max(tonumber(found[1]) - free * since / window, 0)
            local over = math.ceil(level - 0.000001) - free
            if over >= 0 then wait = math.max(wait, math.min(1000 * 2 ^ over, longest) - since) end
          end
          levels[i] = math.min(level + 1, free + ARGV[6])
        end
        if wait > 0 then return math.ceil(wait) end
        for i = 1, 2 do
          redis.call('HSET', keys[i], 'n', string.format('%.9f', levels[i]), 't', string.format('%.0f', now))
          redis.call('PEXPIRE', keys[i], math.ceil(window * levels[i] / ARGV[i * 2 - 1] + ARGV[i * 2]))
        end
        return 0
        """;

    /// <summary>The attempt was good. KEYS: attempts of the name, of the name at the address, whether that is known, attempts of the address. ARGV: how long it is known (ms).</summary>
    public const string AttemptSucceeded = """
        redis.call('DEL', redis.call('EXISTS', KEYS[3]) == 1 and KEYS[2] or KEYS[1])
        redis.call('SET', KEYS[3], '1', 'PX', ARGV[1])
        local level = redis.call('HGET', KEYS[4], 'n')
        if level then redis.call('HSET', KEYS[4], 'n', string.format('%.9f', math.max(tonumber(level) - 1, 0))) end
        return 1
        """;
}
