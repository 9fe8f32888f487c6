using FsCheck;
using FsCheck.Fluent;

namespace Gateway.Tests.Methods;

internal static class Properties
{
    /// <summary>Checks a property so many times and throws with the counterexample and the seed.</summary>
    public static void VerboseOrThrow(this Property property, int times) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(times), property);
}
