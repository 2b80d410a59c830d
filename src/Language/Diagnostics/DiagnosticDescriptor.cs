namespace TierPolicy.Language.Diagnostics;

/// <summary>One kind of mistake. All of them stand in <see cref="Descriptors"/>.</summary>
/// <param name="Id"><c>TP</c> and four digits; an id never changes its meaning.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="MessageFormat">What is wrong here: a composite format over the diagnostic's arguments.</param>
/// <param name="Category">The part of the language that the mistake is in.</param>
/// <param name="Severity">How bad it is, unless a user says otherwise.</param>
public sealed record DiagnosticDescriptor(string Id, string Title, string MessageFormat, string Category, DiagnosticSeverity Severity)
{
    // A path in the repository: the pages are served nowhere else.
    private const string Pages = "docs/rules/";

    /// <summary>The page that explains it.</summary>
    public string HelpLink => Pages + Id + ".md";
}
