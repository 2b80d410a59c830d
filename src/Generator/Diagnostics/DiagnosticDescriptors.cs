using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using LanguageDescriptors = TierPolicy.Language.Diagnostics.Descriptors;
using LanguageSeverity = TierPolicy.Language.Diagnostics.DiagnosticSeverity;

namespace TierPolicy.Generator.Diagnostics;

/// <summary>The catalogue of the language, as Roslyn wants it.</summary>
internal static class DiagnosticDescriptors
{
    /// <summary>The property of a diagnostic that holds what to put in its place; code fixes read it.</summary>
    public const string Replacement = nameof(Replacement);

    private static readonly ConcurrentDictionary<LanguageDescriptor, DiagnosticDescriptor> Made = new();

    /// <summary>What policies can have wrong, in files and in attributes, by id; rules of use have analyzers of their own.</summary>
    public static ImmutableArray<DiagnosticDescriptor> OfPolicies { get; } =
    [
        .. typeof(LanguageDescriptors)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => field.GetValue(null))
            .OfType<LanguageDescriptor>()
            .Where(descriptor => descriptor.Category != "TierPolicy.Usage")
            .OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal)
            .Select(Of),
    ];

    public static DiagnosticDescriptor Of(LanguageDescriptor descriptor) => Made.GetOrAdd(descriptor, Make);

    /// <summary>A diagnostic with the severity that it has been given, which need not be that of the catalogue.</summary>
    public static Diagnostic Report(LanguageDiagnostic diagnostic, Location location, Location? related = null) => Diagnostic.Create(
        Of(diagnostic.Descriptor),
        location,
        SeverityOf(diagnostic.Severity),
        related is null ? null : [related],
        diagnostic.Replacement is null ? null : ImmutableDictionary<string, string?>.Empty.Add(Replacement, diagnostic.Replacement),
        diagnostic.Message);

    // The message comes complete from the language: Roslyn would format its arguments by the culture of the machine.
    private static DiagnosticDescriptor Make(LanguageDescriptor descriptor) => new(
        descriptor.Id,
        descriptor.Title,
        messageFormat: "{0}",
        descriptor.Category,
        SeverityOf(descriptor.Severity),
        isEnabledByDefault: true,
        helpLinkUri: descriptor.HelpLink,
        customTags: TagsOf(descriptor.Severity));

    // What has errors is replaced by a stub; silenced, nobody would know.
    private static string[] TagsOf(LanguageSeverity severity) => severity == LanguageSeverity.Error ? [WellKnownDiagnosticTags.NotConfigurable] : [];

    private static DiagnosticSeverity SeverityOf(LanguageSeverity severity) => severity switch
    {
        LanguageSeverity.Error => DiagnosticSeverity.Error,
        LanguageSeverity.Warning => DiagnosticSeverity.Warning,
        _ => DiagnosticSeverity.Info,
    };
}
