using System.Globalization;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Diagnostics;

/// <summary>A mistake, where it was made.</summary>
public sealed record Diagnostic(DiagnosticDescriptor Descriptor, SourceLocation Location, EquatableArray<string> Arguments)
{
    public string Id => Descriptor.Id;

    /// <summary>How bad it is: as the catalogue says, unless the project's settings say otherwise.</summary>
    public DiagnosticSeverity Severity { get; init; } = Descriptor.Severity;

    /// <summary>A second place, and what is there: "first declared here".</summary>
    public RelatedLocation? Related { get; init; }

    /// <summary>What to put in place of <see cref="Location"/> to mend it, where one answer is likely.</summary>
    public string? Replacement { get; init; }

    /// <summary>What is wrong, in one line: what a terminal might obey, a policy's text being anything, is escaped.</summary>
    public string Message => VisibleText.Escape(string.Format(CultureInfo.InvariantCulture, Descriptor.MessageFormat, [.. Arguments]));

    public static Diagnostic Create(DiagnosticDescriptor descriptor, SourceLocation location, params string[] arguments)
        => new(descriptor, location, new EquatableArray<string>(arguments));

    public override string ToString()
        => string.Format(
            CultureInfo.InvariantCulture,
            "{0}({1},{2}): {3} {4}: {5}",
            Location.Path,
            Location.Line + 1,
            Location.Column + 1,
            Severity.ToString().ToLowerInvariant(),
            Id,
            Message);
}

/// <summary>A place that helps to understand a diagnostic.</summary>
public sealed record RelatedLocation(string Message, SourceLocation Location);
