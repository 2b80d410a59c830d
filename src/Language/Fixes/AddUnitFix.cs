using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Fixes;

/// <summary>Gives a plain number the unit that was forgotten, and a size that is to be a rate its <c>/s</c>. Which unit was meant, nobody knows: the usual ones are offered.</summary>
internal sealed class AddUnitFix : FixKind
{
    private static readonly (NumberKind Kind, string[] Units)[] Usual =
    [
        (NumberKind.Duration, ["s", "ms", "min"]),
        (NumberKind.Size, ["GiB", "MiB"]),
        (NumberKind.Percent, ["%"]),
        (NumberKind.Rate, ["MiB/s", "GiB/s"]),
    ];

    public override IEnumerable<Fix> Find(FixContext context)
    {
        string plain = Quantity.Describe(NumberKind.Integer);
        string[] arguments = [.. context.Diagnostic.Arguments];
        if (NumberAt(context) is not { } number)
        {
            yield break;
        }

        if (context.Diagnostic.Descriptor == Descriptors.WrongValue && arguments[1] == Quantity.Describe(NumberKind.Rate) && arguments[2] == Quantity.Describe(NumberKind.Size))
        {
            yield return Append("/s");
        }

        if (!arguments.Contains(plain))
        {
            yield break;
        }

        foreach ((NumberKind kind, string[] units) in Usual)
        {
            string wanted = Quantity.Describe(kind);
            bool isWanted = context.Diagnostic.Descriptor == Descriptors.TypeMismatch
                ? arguments.Contains(wanted)
                : arguments[1].StartsWith(wanted, StringComparison.Ordinal);
            foreach (string unit in isWanted ? units : [])
            {
                yield return Append(unit);
            }
        }

        Fix Append(string unit)
            => new($"Change '{context.Text.Of(number.Span)}' to '{context.Text.Of(number.Span)}{unit}'", TextEdit.Insert(number.End, unit)) { Kind = "AddUnit/" + unit };
    }

    /// <summary>The number itself: not a sum of some, nor a name.</summary>
    private static Token? NumberAt(FixContext context)
        => context.Tokens.FirstOrDefault(token => token.Span == context.Span) is { Kind: TokenKind.Number } number ? number : null;
}
