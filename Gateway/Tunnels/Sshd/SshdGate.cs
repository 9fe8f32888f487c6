namespace Gateway.Tunnels.Sshd;

/// <summary>
/// How many connections may be there that have not signed in. Those beyond wait for their turn, since all devices of a
/// company come back from one address at the same second; who comes when too many wait is sent away.
/// </summary>
internal sealed class SshdGate
{
    /// <summary>Connections of an address that sign in at the same time.</summary>
    public const int PerAddress = 10;

    /// <summary>Connections of all that sign in at the same time.</summary>
    public const int InAll = 100;

    /// <summary>Connections of an address that wait.</summary>
    public const int WaitingPerAddress = 500;

    /// <summary>Connections of all that wait.</summary>
    public const int WaitingInAll = 2000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Inside, int Waiting)> _counts = [];
    private readonly LinkedList<Turn> _waiting = [];
    private int _inside;

    /// <summary>Lets a connection of an address in when it is its turn; null at once if too many wait. It is inside until the result is disposed.</summary>
    public async Task<IDisposable?> EnterAsync(string address, CancellationToken cancellation)
    {
        Turn turn;
        lock (_lock)
        {
            var (inside, waiting) = _counts.GetValueOrDefault(address);
            if (waiting >= WaitingPerAddress || _waiting.Count >= WaitingInAll) return null;
            turn = new Turn(this, address);
            _counts[address] = (inside, waiting + 1);
            turn.Place = _waiting.AddLast(turn);
            Admit();
        }
        await using (cancellation.Register(turn.Dispose)) await turn.Came.Task;
        cancellation.ThrowIfCancellationRequested();
        return turn;
    }

    // The first whose address has room; only as long as somebody may go in is it worth a look.
    private void Admit()
    {
        for (var place = _waiting.First; place is not null && _inside < InAll;)
        {
            var (turn, next) = (place.Value, place.Next);
            var (inside, waiting) = _counts[turn.Address];
            if (inside < PerAddress)
            {
                _waiting.Remove(place);
                turn.Place = null;
                turn.IsInside = true;
                _counts[turn.Address] = (inside + 1, waiting - 1);
                _inside++;
                turn.Came.TrySetResult();
            }
            place = next;
        }
    }

    private void Leave(Turn turn)
    {
        lock (_lock)
        {
            if (turn.Place is null && !turn.IsInside) return;
            var (inside, waiting) = _counts[turn.Address];
            (inside, waiting) = turn.IsInside ? (inside - 1, waiting) : (inside, waiting - 1);
            if (turn.IsInside) _inside--;
            else _waiting.Remove(turn.Place!);
            (turn.Place, turn.IsInside) = (null, false);
            if (inside + waiting == 0) _counts.Remove(turn.Address);
            else _counts[turn.Address] = (inside, waiting);
            turn.Came.TrySetResult();
            Admit();
        }
    }

    private sealed class Turn(SshdGate gate, string address) : IDisposable
    {
        public string Address => address;

        public TaskCompletionSource Came { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public LinkedListNode<Turn>? Place { get; set; }

        public bool IsInside { get; set; }

        public void Dispose() => gate.Leave(this);
    }
}
