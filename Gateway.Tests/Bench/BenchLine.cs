using System.Globalization;

namespace Gateway.Tests.Bench;

/// <summary>One line of the report.</summary>
/// <param name="Met">Whether the product's own goal was met.</param>
/// <param name="Text">Figures and goal.</param>
internal sealed record BenchLine(bool Met, string Text)
{
    public static BenchLine Of(bool met, FormattableString text) => new(met, text.ToString(CultureInfo.InvariantCulture));
}
