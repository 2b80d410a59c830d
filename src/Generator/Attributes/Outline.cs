using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Generator.Attributes;

/// <summary>
/// What of a C# file can change what attributes mean in another one: its names, constants and attributes. What its methods do, and their
/// parameters, cannot, and is left out: so most edits of a program leave its outline as it is.
/// </summary>
/// <param name="Digest">Of all that counts (SHA-256).</param>
/// <param name="GlobalAliases">Names that it gives to types for the whole project.</param>
internal sealed record Outline(string Digest, EquatableArray<string> GlobalAliases)
{
    public static Outline Of(CompilationUnitSyntax unit)
    {
        OutlineWriter writer = new();
        writer.Write(unit);
        return new Outline(writer.Finish(), unit.Usings
            .Where(@using => @using.Alias is not null && @using.GlobalKeyword.Span.Length > 0)
            .Select(@using => @using.Alias!.Name.Identifier.ValueText)
            .ToEquatableArray());
    }

    /// <summary>The outline of a project.</summary>
    public static Outline Of(IReadOnlyList<Outline> files)
    {
        DigestWriter digest = new();
        foreach (Outline file in files)
        {
            digest.Add(file.Digest);
        }

        return new Outline(digest.Finish(), files.SelectMany(file => file.GlobalAliases).ToEquatableArray());
    }
}
