using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Tool.Simulating;

/// <summary>A number with its unit on the command line, as in a policy file.</summary>
internal static class Quantity
{
    // What the runtime takes: a page's number has 32 bits.
    private const long MostPages = uint.MaxValue / 2;

    /// <summary>Reads one as the language does.</summary>
    /// <param name="option">The option, for the message.</param>
    /// <param name="text">What was given.</param>
    /// <exception cref="UsageException">It is none.</exception>
    public static NumberSyntax Parse(string option, string text)
    {
        Fragment<MemberSyntax> parsed = Parser.ParseExpect($"N {{ idle {text}; }} -> keep", new SourceText(option, text));
        return parsed is { Diagnostics.Count: 0, Syntax: ExpectSyntax { Facts: [{ Value: NumberSyntax { Kind: not NumberKind.Bad } number }] } }
            ? number
            : throw new UsageException($"{option}: '{text}' is no number with a unit, as 64MiB, 2s, 5% or 18688");
    }

    /// <summary>Pages: a number of them, or a size in whole pages.</summary>
    /// <exception cref="UsageException">It is neither.</exception>
    public static long Pages(string option, string text, int pageSize)
    {
        NumberSyntax number = Parse(option, text);
        long pages = number.Kind switch
        {
            NumberKind.Integer => number.Value,
            NumberKind.Size => number.Value / pageSize,
            _ => throw new UsageException($"{option}: '{text}' is neither a number of pages nor a size"),
        };
        return pages switch
        {
            <= 0 => throw new UsageException($"{option}: '{text}' is less than a page of {pageSize} bytes"),
            > MostPages => throw new UsageException(FormattableString.Invariant($"{option}: '{text}' is more than the {MostPages} pages that a node can have")),
            _ => pages,
        };
    }

    /// <summary>A duration.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static TimeSpan Duration(string option, string text)
    {
        NumberSyntax number = Parse(option, text);
        return number.Kind == NumberKind.Duration && number.Value >= TimeSpan.NanosecondsPerTick
            ? TimeSpan.FromTicks(number.Value / TimeSpan.NanosecondsPerTick)
            : throw new UsageException($"{option}: '{text}' is no duration, as 500ms or 1s, of 100ns at least");
    }
}
