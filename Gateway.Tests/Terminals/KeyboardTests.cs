using Gateway.Terminals;
using Xunit;

namespace Gateway.Tests.Terminals;

/// <summary>Who types, after everything that people can do in any order.</summary>
public sealed class KeyboardTests
{
    private const int Depth = 4;

    [Fact]
    public void After_every_order_of_things_only_those_type_who_are_to()
    {
        var actions = new People(new Keyboard()).Actions().Count;
        int tried = 0;
        foreach (int[] order in Orders(actions, Depth))
        {
            tried++;
            var people = new People(new Keyboard());
            var all = people.Actions();
            // The one thing to remember, told apart from the code's own way: who has it ("" for the owner), and whether it is open.
            var (holder, open) = ("", false);
            foreach (int one in order)
            {
                (holder, open) = people.Expected(one, holder, open);
                all[one]();
                foreach (var seat in people.All)
                {
                    bool expected = seat.MayType && (open || (holder == "" ? seat.IsOwner : seat.Id == holder));
                    Assert.True(expected == people.Keyboard.Counts(seat), $"{string.Join(", ", order)}: {seat.Id} types is not {expected}");
                }
                Assert.False(people.Keyboard.Counts(people.Watcher));
                Assert.True(open || people.All.Where(people.Keyboard.Counts).Select(seat => seat.By.Id).Distinct().Count() <= 1, "Two people have the baton.");
            }
            people.Keyboard.IsReadOnly = true;
            Assert.DoesNotContain(people.All, people.Keyboard.Counts);
        }
        Assert.Equal((int)Math.Pow(actions, Depth), tried);
    }

    [Fact]
    public void A_wish_is_for_a_guest_who_may_type_and_does_not()
    {
        var people = new People(new Keyboard());
        var keyboard = people.Keyboard;
        Assert.True(keyboard.Ask(people.Ann));
        Assert.False(keyboard.Ask(people.Watcher));
        Assert.False(keyboard.Ask(people.Owner));
        Assert.True(keyboard.Give(people.Owner, people.Ann));
        Assert.False(people.Ann.Wants);
        Assert.False(keyboard.Ask(people.Ann)); // she has it
        Assert.True(keyboard.Ask(people.Ben));
        Assert.True(keyboard.Release(people.Ben)); // he wants it no more
        Assert.False(keyboard.Release(people.Ben));
        Assert.Same(people.Ann, keyboard.Holder);
        keyboard.Choose(KeyboardMode.Open);
        Assert.False(keyboard.Ask(people.Ben));
    }

    private static IEnumerable<int[]> Orders(int actions, int depth) =>
        depth == 0 ? [[]] : Orders(actions, depth - 1).SelectMany(before => Enumerable.Range(0, actions).Select(one => (int[])[.. before, one]));

    /// <summary>The owner on two pages, two guests to type, and one to watch.</summary>
    private sealed class People
    {
        public People(Keyboard keyboard)
        {
            Keyboard = keyboard;
            (Owner, Second, Ann, Ben, Watcher) = (Place("owner", true), Place("second", true), Place("ann"), Place("ben"), Place("watcher", watches: true));
            All = [Owner, Second, Ann, Ben, Watcher];
        }

        public Keyboard Keyboard { get; }

        public Seat Owner { get; }

        public Seat Second { get; }

        public Seat Ann { get; }

        public Seat Ben { get; }

        public Seat Watcher { get; }

        public Seat[] All { get; }

        public List<Action> Actions() =>
        [
            () => Keyboard.Give(Owner, Ann), () => Keyboard.Give(Ann, Ben), () => Keyboard.Give(Ben, Second), () => Keyboard.Give(Ben, Ann), () => Keyboard.Give(Owner, Watcher),
            () => Keyboard.Take(Second), () => Keyboard.Take(Ben), () => Keyboard.Release(Ann), () => Keyboard.Ask(Ben),
            () => Keyboard.Choose(KeyboardMode.Open), () => Keyboard.Choose(KeyboardMode.Baton), () => Stop(Ann),
        ];

        public (string Holder, bool Open) Expected(int action, string holder, bool open) => action switch
        {
            0 when !open && Ann.MayType => ("ann", open),
            1 when !open && holder == "ann" => ("ben", open),
            2 when !open && holder == "ben" => ("", open),
            3 when !open && holder == "ben" && Ann.MayType => ("ann", open),
            5 => ("", open),
            7 or 11 when holder == "ann" => ("", open),
            9 => ("", true),
            10 => ("", false),
            _ => (holder, open),
        };

        private void Stop(Seat seat)
        {
            seat.IsStopped = true;
            Keyboard.Release(seat);
        }

        // There is somebody at each place; what he is attached to does not matter here.
        private static Seat Place(string name, bool owner = false, bool watches = false)
        {
            var seat = new Seat(name, name, new Participant(owner ? "owner" : name, name)) { IsOwner = owner, Watches = watches };
            seat.Viewer = new Viewer(null!, seat, 0, 0);
            return seat;
        }
    }
}
